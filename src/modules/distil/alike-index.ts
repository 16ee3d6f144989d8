import { sql } from 'kysely';
import type { Statement } from '#domain/alike/statement.ts';
import type { Db } from '#platform/db/open.ts';
import type { AskedStatement } from '#platform/workers/distil-messages.ts';
import { DistilThread } from '#platform/workers/distil-thread.ts';
import { placeNames } from './distil-job.ts';
import { toldBy } from './subjects.ts';

const PAGE = 1000;
/** New problems are looked for at most this often, in milliseconds. */
const SYNC_EVERY = 2000;
/** An id is made before its row is committed: so far back is read again. */
const OVERLAP = 120_000;
/** Without a question for so long the thread and its memory are given back. */
const IDLE = 1_800_000;
/** After so long the names and weights are learnt anew. */
const STALE = 86_400_000;

interface Live {
  readonly thread: DistilThread;
  readonly since: number;
  readonly told: Set<string>;
  synced: number;
}

/**
 * The index of what was told in a city (相似索引), in a thread of its own: built when it is first asked for,
 * kept up with what is raised, rebuilt once a day. While it is being built there is no answer, never a
 * wait.
 */
export class AlikeIndex {
  readonly #cities = new Map<number, Promise<Live> | Live>();
  #idle: NodeJS.Timeout | undefined;

  /** What is like this statement; `undefined` while the index is being built. */
  async ask(
    db: Db,
    cityId: number,
    statement: Omit<Statement, 'id'>,
    most: number,
  ): Promise<readonly AskedStatement[] | undefined> {
    this.#stayAwake();
    const live = this.#cities.get(cityId);
    if (live === undefined) {
      this.#build(db, cityId);
      return undefined;
    }
    if (live instanceof Promise) return undefined;
    if (Date.now() - live.since > STALE) this.#build(db, cityId);
    await catchUp(db, cityId, live);
    return live.thread.ask(statement, most);
  }

  /** Resolves when the index of a city answers; for tests and for a warm start. */
  async ready(db: Db, cityId: number): Promise<void> {
    if (!this.#cities.has(cityId)) this.#build(db, cityId);
    await this.#cities.get(cityId);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const all = [...this.#cities.values()];
    this.#cities.clear();
    for (const live of all) await (await live).thread[Symbol.asyncDispose]();
  }

  #build(db: Db, cityId: number): void {
    const before = this.#cities.get(cityId);
    const building = build(db, cityId);
    if (before === undefined) this.#cities.set(cityId, building);
    building.then(
      async (live) => {
        this.#cities.set(cityId, live);
        await (await before)?.thread[Symbol.asyncDispose]();
      },
      // Asked again, it is tried again; until then there are no suggestions.
      () => this.#cities.delete(cityId),
    );
  }

  #stayAwake(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.stop(), IDLE).unref();
  }
}

async function build(db: Db, cityId: number): Promise<Live> {
  const thread = new DistilThread();
  thread.unref();
  const since = Date.now();
  try {
    await thread.know(await placeNames(db, cityId));
    let after = '00000000-0000-0000-0000-000000000000';
    const told = new Set<string>();
    for (;;) {
      const page = await problemsAfter(db, cityId, after);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.id;
      for (const { id } of page) if (id > idAt(since - OVERLAP)) told.add(id);
      await thread.add(page);
    }
    await thread.distil();
    return { thread, since, told, synced: since };
  } catch (error) {
    await thread[Symbol.asyncDispose]();
    throw error;
  }
}

/** Tell the thread what was raised since it was last looked for. */
async function catchUp(db: Db, cityId: number, live: Live): Promise<void> {
  const now = Date.now();
  if (now - live.synced < SYNC_EVERY) return;
  const from = idAt(live.synced - OVERLAP);
  live.synced = now;
  for (const statement of await problemsAfter(db, cityId, from)) {
    if (live.told.has(statement.id)) continue;
    live.told.add(statement.id);
    await live.thread.tell(statement);
  }
}

async function problemsAfter(db: Db, cityId: number, after: string): Promise<Statement[]> {
  const { rows } = await sql<{ id: string; title: string; detail: string; unit: string }>`
    select e.id, e.title, t.detail, u.name as unit from entry e
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    join unit u on u.city_id = e.city_id and u.id = e.origin_unit
    where e.city_id = ${cityId} and e.kind = 'problem' and e.id > ${after}
        -- Said twice, or a page would read the texts from the very first one.
        and t.entry_id > ${after}
    order by e.id limit ${PAGE}`.execute(db);
  return rows.map(({ id, title, detail, unit }) => ({ id, unit, ...toldBy(title, detail) }));
}

/** The least id made at a moment: ids begin with it. */
function idAt(moment: number): string {
  const hex = moment.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
