import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '#platform/db/open.ts';
import { bodyOf, type Client, clientOf } from './client.ts';
import { type Figure, perSecond, quantile, timesOf } from './measure.ts';
import { CITY, type Served } from './place.ts';

const WRITERS = 32;
const SECONDS = 15;
const FORMS = 6000;
const BOT_POSTS = 50_000;
/** A slow machine is flooded no longer than this. */
const FLOOD_SECONDS = Number(process.env['FLOOD_SECONDS'] ?? 240);
const BOTS = 24;
const BOT_NETWORKS = 4;
/** Honest citizens come in at this pace beside the flood, every other one from behind an address of the bots. */
const HONEST_EVERY_MS = 1000;

interface Form {
  readonly nonce: string;
  readonly proofBits: number;
}

/** 听: how many opinions a second are kept, and what a flood of bots does to somebody honest. */
export async function measureVoices(served: Served, database: Database): Promise<Figure[]> {
  return [...(await sustained(served, database)), ...(await flooded(served, database))];
}

/** From many networks, each form and each text another; every answer that was a receipt must be a row. */
async function sustained(served: Served, database: Database): Promise<Figure[]> {
  const client = from(served, 0);
  const forms: Form[] = [];
  const fetching = Array.from({ length: 16 }, async () => {
    while (forms.length < FORMS) forms.push(bodyOf<Form>(await client.get('/api/v1/say/form')));
  });
  await Promise.all(fetching);
  const before = await stored(database);
  const times: number[] = [];
  const until = performance.now() + SECONDS * 1000;
  let kept = 0;
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let n = 0; performance.now() < until; n += 1) {
      const form = forms.pop();
      if (form === undefined) return;
      const caller = from(served, 1 + ((writer * 7919 + n) % 40_000));
      const began = performance.now();
      bodyOf(await say(caller, form, `量台账用：第${writer}街第${n}号路灯不亮，晚上看不清`));
      times.push(performance.now() - began);
      kept += 1;
    }
  });
  const began = performance.now();
  await Promise.all(writers);
  const ms = performance.now() - began;
  const rows = (await stored(database)) - before;
  const all = timesOf(times);
  return [
    { what: 'submissions', value: perSecond(kept, ms), unit: '/s', limit: 200, least: true },
    { what: 'submission, p95', value: quantile(all, 0.95), unit: 'ms' },
    { what: 'receipts without a row', value: kept - rows, unit: '', limit: 0 },
  ];
}

/** 50,000 posts of bots as fast as they get them off, with honest citizens among them. */
async function flooded(served: Served, database: Database): Promise<Figure[]> {
  const texts = Array.from({ length: 60 }, (_, i) => `加微信代开发票，第${i}种优惠，欢迎咨询选购`);
  let left = BOT_POSTS;
  let refused = 0;
  const flood = new AbortController();
  const began = performance.now();
  const bots = Array.from({ length: BOTS }, async (_, bot) => {
    const client = from(served, 60_000 + (bot % BOT_NETWORKS));
    let form = bodyOf<Form>(await client.get('/api/v1/say/form'));
    while (left > 0 && performance.now() - began < FLOOD_SECONDS * 1000) {
      left -= 1;
      const answer = await say(
        client,
        form,
        `${texts[left % texts.length] ?? ''}${left % 3 === 0 ? left : ''}`,
      );
      if (answer.status !== 200) refused += 1;
      if (left % 10 === 0) form = bodyOf<Form>(await client.get('/api/v1/say/form'));
    }
  });
  const met: Met = { times: [], refusals: [], held: 0 };
  const honestBefore = await keptOf(database, HONEST);
  const honest = (async () => {
    const sent: Promise<void>[] = [];
    for (let n = 0; !flood.signal.aborted; n += 1) {
      const network = n % 2 === 0 ? 50_000 + n : 60_000 + (n % BOT_NETWORKS);
      sent.push(honestly(from(served, network), n, met));
      await new Promise((resolve) => setTimeout(resolve, HONEST_EVERY_MS));
    }
    await Promise.all(sent);
  })();
  await Promise.all(bots);
  flood.abort();
  await honest;
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await sql<{ held: number; through: number }>`
    select count(*) filter (where state = 'held')::int as held, count(*) filter (where state <> 'held')::int as through
    from voice where city_id = ${CITY} and title like '加微信代开发票%'`.execute(database.db);
  const all = timesOf(met.times);
  return [
    {
      what: 'honest submission during 50,000 bot posts, p95',
      value: quantile(all, 0.95),
      unit: 'ms',
      limit: 1000,
    },
    { what: 'the slowest of them', value: quantile(all, 1), unit: 'ms' },
    { what: 'honest submissions', value: met.times.length, unit: '' },
    {
      what: `honest submissions refused${met.refusals.length === 0 ? '' : ` (HTTP ${met.refusals.join(', ')})`}`,
      value: met.refusals.length,
      unit: '',
      limit: 0,
    },
    { what: 'honest submissions held for a look', value: met.held, unit: '' },
    {
      what: 'honest receipts without a row',
      value: met.times.length - ((await keptOf(database, HONEST)) - honestBefore),
      unit: '',
      limit: 0,
    },
    { what: 'bot posts', value: BOT_POSTS - left, unit: '' },
    { what: 'bot posts a second', value: (BOT_POSTS - left) / seconds, unit: '/s' },
    { what: 'bot posts refused', value: refused, unit: '' },
    { what: 'bot posts held for a look', value: rows[0]?.held ?? 0, unit: '' },
    {
      what: 'bot posts that reach a desk',
      value: rows[0]?.through ?? 0,
      unit: '',
      limit: (BOT_POSTS - left) / 100,
    },
  ];
}

const HONEST = '量台账用：被淹的第';

/** How honest citizens fared. */
interface Met {
  readonly times: number[];
  /** The status of each that was not taken. */
  readonly refusals: number[];
  held: number;
}

/** The form, and then what is said, with the work proved where the form asks for it. */
async function honestly(client: Client, n: number, met: Met): Promise<void> {
  const began = performance.now();
  const opened = await client.get('/api/v1/say/form');
  if (opened.status !== 200) return void met.refusals.push(opened.status);
  const form = bodyOf<Form>(opened);
  const asked = performance.now() - began;
  const proof = form.proofBits > 0 ? proofOf(form) : undefined;
  const again = performance.now();
  const answer = await say(client, form, `${HONEST}${n}小区自来水发黄，已经三天`, proof);
  if (answer.status !== 200) met.refusals.push(answer.status);
  else {
    if (bodyOf<{ held: boolean }>(answer).held) met.held += 1;
    met.times.push(asked + performance.now() - again);
  }
}

function proofOf({ nonce, proofBits }: Form): string {
  for (let n = 0; ; n += 1) {
    const sum = hash('sha256', `${nonce}:${n}`, 'buffer');
    if (sum.readUInt32BE(0) >>> (32 - proofBits) === 0) return String(n);
  }
}

const CLIENTS = new Map<string, (network: number) => Client>();

/** A caller of this network, over connections that all callers share, as behind a proxy. */
function from(served: Served, network: number): Client {
  let make = CLIENTS.get(served.url);
  if (make === undefined) {
    const shared = clientOf(served.url);
    make = (of) => shared.with({ 'x-forwarded-for': `10.${of >> 8}.${of & 255}.7` });
    CLIENTS.set(served.url, make);
  }
  return make(network);
}

async function say(client: Client, form: Form, words: string, proof?: string) {
  return await client.post('/api/v1/say', {
    nonce: form.nonce,
    kind: 'request',
    words,
    ...(proof === undefined ? {} : { proof }),
  });
}

async function keptOf(database: Database, beginning: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from voice where city_id = ${CITY} and title like ${`${beginning}%`}`.execute(
    database.db,
  );
  return rows[0]?.n ?? 0;
}

async function stored(database: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from submission where city_id = ${CITY}`.execute(database.db);
  return rows[0]?.n ?? 0;
}

/** Take the measured voices away again: the city is the same for the next measurement. */
export async function forgetVoices(database: Database, since: Date): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    await sql`create temporary table gone on commit drop as
      select voice_id as id from voice_event where city_id = ${CITY} and version = 1 and at >= ${since}`.execute(
      tx,
    );
    for (const table of ['voice_search', 'voice_text', 'submission'])
      await sql`delete from ${sql.table(table)} where city_id = ${CITY} and voice_id in (select id from gone)`.execute(
        tx,
      );
    await sql`delete from voice where city_id = ${CITY} and id in (select id from gone)`.execute(
      tx,
    );
    await sql`delete from voice_event where city_id = ${CITY} and voice_id in (select id from gone)`.execute(
      tx,
    );
    await sql`delete from door_try where city_id = ${CITY}`.execute(tx);
  });
}
