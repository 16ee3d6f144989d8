import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bigrams } from '#domain/text/bigrams.ts';
import { foldText } from '#domain/text/fold.ts';
import { openCluster } from '#platform/db/cluster.ts';

/** Pairs a peer finds, with its own similarity. */
export interface PeerPairs {
  readonly name: string;
  readonly ms: number;
  readonly pairs: readonly (readonly [a: number, b: number, score: number])[];
}

interface Sketch {
  update(gram: string): void;
  jaccard(other: Sketch): number;
}
interface MinhashModule {
  readonly Minhash: new (options?: { numPerm: number; seed: number }) => Sketch;
  readonly LshIndex: new (options: { bandSize: number }) => {
    insert(key: string, sketch: Sketch): void;
    query(sketch: Sketch): string[];
  };
}

/**
 * npm `minhash` 0.0.9 on the same bigrams, 128 permutations, bands of 4; install it with
 * `npm install --prefix bench/.work/minhash minhash@0.0.9`.
 */
export function byMinhash(texts: readonly string[], least: number): PeerPairs {
  const load = createRequire(new URL('.work/minhash/', import.meta.url));
  const { Minhash, LshIndex } = load('minhash') as MinhashModule;
  const started = performance.now();
  const index = new LshIndex({ bandSize: 4 });
  const sketches = texts.map((text) => {
    const sketch = new Minhash({ numPerm: 128, seed: 1 });
    for (const gram of bigrams(foldText(text))) sketch.update(gram);
    return sketch;
  });
  const pairs: [number, number, number][] = [];
  sketches.forEach((sketch, at) => {
    index.insert(String(at), sketch);
    for (const key of index.query(sketch)) {
      const other = Number(key);
      if (other >= at) continue;
      const score = sketch.jaccard(sketches[other] ?? sketch);
      if (score >= least) pairs.push([other, at, score]);
    }
  });
  return { name: 'minhash 0.0.9', ms: performance.now() - started, pairs };
}

/** Plain `pg_trgm`: a GIN index and a self-join by `%`, in a cluster made for this run. */
export async function byTrigrams(texts: readonly string[], least: number): Promise<PeerPairs> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-trgm-'));
  const cluster = await openCluster(folder);
  const client = new pg.Client({ host: cluster.socketDir, user: 'luoshi', database: 'postgres' });
  try {
    await client.connect();
    await client.query('create extension pg_trgm');
    await client.query('create table told (id int primary key, text text not null)');
    const started = performance.now();
    await client.query(
      'insert into told select n - 1, t from unnest($1::text[]) with ordinality as x (t, n)',
      [texts],
    );
    await client.query('create index on told using gin (text gin_trgm_ops)');
    await client.query('analyze told');
    await client.query(`set pg_trgm.similarity_threshold = ${least}`);
    const { rows } = await client.query<{ a: number; b: number; score: number }>(
      `select a.id as a, b.id as b, similarity(a.text, b.text) as score
         from told a join told b on a.text % b.text and a.id < b.id`,
    );
    const ms = performance.now() - started;
    return { name: 'pg_trgm', ms, pairs: rows.map(({ a, b, score }) => [a, b, score] as const) };
  } finally {
    await client.end();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
