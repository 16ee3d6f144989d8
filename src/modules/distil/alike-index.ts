import type { Statement } from '#domain/alike/statement.ts';
import type { Db } from '#platform/db/open.ts';
import type { AskedStatement, ToldStatement } from '#platform/workers/distil-messages.ts';
import { DistilThread } from '#platform/workers/distil-thread.ts';
import { placeNames } from './place-names.ts';
import { idAt, problemsOf, problemsSince, problemsToCompare, voicesOf } from './statements.ts';
import type { SubjectKind, VoicePort } from './subjects.ts';

/** New problems and voices are looked for at most this often, in milliseconds. */
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
  /** Those of the last minutes, which are read more than once. */
  readonly told: Set<string>;
  readonly heard: Set<string>;
  synced: number;
}

/** Something told before, and how near it is to what is asked. */
interface Found extends AskedStatement {
  readonly kind: SubjectKind;
}

/**
 * The index of what was told in a city (相似索引), problems and voices, in a thread of its own: built when it
 * is first asked for, kept up with what comes in, rebuilt once a day. Who types never waits for it to be built.
 */
export class AlikeIndex {
  readonly #cities = new Map<number, Promise<Live> | Live>();
  readonly #voices: VoicePort | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(voices?: VoicePort) {
    this.#voices = voices;
  }

  /** What is like this statement; `undefined` while the index is being built. */
  async ask(
    db: Db,
    cityId: number,
    statement: Omit<Statement, 'id'>,
    most: number,
  ): Promise<readonly Found[] | undefined> {
    this.#stayAwake();
    const live = this.#cities.get(cityId);
    if (live === undefined) {
      this.#build(db, cityId);
      return undefined;
    }
    if (live instanceof Promise) return undefined;
    if (Date.now() - live.since > STALE) this.#build(db, cityId);
    await this.#catchUp(db, cityId, live);
    const found = await live.thread.ask(statement, most);
    return found.map((one) => ({ ...one, kind: live.heard.has(one.id) ? 'voice' : 'entry' }));
  }

  /** What was told like one that has just come in, which is told thereby; waits for the index. */
  async tell(
    db: Db,
    cityId: number,
    statement: Statement,
    kind: SubjectKind,
  ): Promise<ToldStatement & { readonly kindOf: (id: string) => SubjectKind }> {
    this.#stayAwake();
    const live = await this.ready(db, cityId);
    await this.#catchUp(db, cityId, live);
    live.told.add(statement.id);
    if (kind === 'voice') live.heard.add(statement.id);
    const told = await live.thread.tell(statement);
    return { ...told, kindOf: (id) => (live.heard.has(id) ? 'voice' : 'entry') };
  }

  /** Resolves when the index of a city answers. */
  async ready(db: Db, cityId: number): Promise<Live> {
    if (!this.#cities.has(cityId)) this.#build(db, cityId);
    const live = await this.#cities.get(cityId);
    if (live === undefined) throw new Error('the index was stopped while it was being built');
    return live;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const all = [...this.#cities.values()];
    this.#cities.clear();
    for (const live of all) await (await live).thread[Symbol.asyncDispose]();
  }

  #build(db: Db, cityId: number): void {
    const before = this.#cities.get(cityId);
    const building = this.#fill(db, cityId);
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

  async #fill(db: Db, cityId: number): Promise<Live> {
    const thread = new DistilThread();
    thread.unref();
    const since = Date.now();
    const [told, heard] = [new Set<string>(), new Set<string>()];
    try {
      await thread.know(await placeNames(db, cityId));
      const late = idAt(since - OVERLAP);
      for await (const page of paced(problemsOf(db, cityId))) {
        for (const { id } of page) if (id > late) told.add(id);
        await thread.add(page);
      }
      for await (const page of paced(voicesOf(db, cityId, this.#voices))) {
        for (const { id } of page) heard.add(id);
        await thread.add(page);
      }
      await thread.index();
      return { thread, since, told, heard, synced: since };
    } catch (error) {
      await thread[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Tell the thread what came in since it was last looked for. */
  async #catchUp(db: Db, cityId: number, live: Live): Promise<void> {
    const now = Date.now();
    if (now - live.synced < SYNC_EVERY) return;
    const from = live.synced - OVERLAP;
    live.synced = now;
    const late: Statement[] = [];
    // What was told is not read again: on a busy day two minutes hold a thousand.
    const fresh = (await problemsSince(db, cityId, from)).filter((id) => !live.told.has(id));
    late.push(...(await problemsToCompare(db, cityId, fresh)));
    for await (const page of voicesOf(db, cityId, this.#voices, new Date(from))) {
      for (const { id } of page) live.heard.add(id);
      late.push(...page);
    }
    for (const statement of late) {
      if (live.told.has(statement.id)) continue;
      live.told.add(statement.id);
      await live.thread.tell(statement);
    }
  }
}

/** Pages with a rest after each of twice the time it took: the index is in no hurry, those who ask the database are. */
async function* paced<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  let began = performance.now();
  for await (const page of pages) {
    yield page;
    await new Promise((resolve) => setTimeout(resolve, 2 * (performance.now() - began)).unref());
    began = performance.now();
  }
}
