import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as contract from '#contract/document.ts';
import type { Parsed } from '#contract/operation.ts';
import { coverageOf } from '#domain/document/passage-role.ts';
import { Refusal } from '#domain/refusal.ts';
import { issueDrafts } from '#modules/assign/issue-drafts.ts';
import { readEntry } from '#modules/ledger/read-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import { CITY_REPORT } from '#test/city/words/report.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { acceptedTargets, linkTargets } from './accepted-targets.ts';
import { assignCandidates } from './assign-candidates.ts';
import { chooseRepair } from './choose-repair.ts';
import { compareDocument } from './compare-document.ts';
import { correctDocument } from './correct-document.ts';
import {
  acceptCandidates,
  type Changed,
  confirmFraming,
  editCandidate,
  mergeCandidates,
  rejectCandidates,
} from './decide.ts';
import { entrySource } from './entry-source.ts';
import { handDown } from './hand-down.ts';
import { addCandidate, splitCandidate } from './mark-stretch.ts';
import { listCandidates, listDocuments, readDocument, readPassages } from './read-documents.ts';
import { readDocumentJob } from './read-job.ts';
import { suggestLeads } from './suggest-leads.ts';
import { type DocumentParts, pasteDocument, uploadDocument } from './take-document.ts';
import { readDocumentEvents, undoDecision } from './undo-decision.ts';
import type { CandidateView } from './view-candidates.ts';

let database: Database;
let city: TinyCity;
let dir = '';
let parts: DocumentParts;
const reader = new DocumentReader();

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  dir = await mkdtemp(join(tmpdir(), 'luoshi-documents-'));
  const store = folderStore(join(dir, 'files'));
  parts = { store, spool: join(dir, 'spool'), reader, model: undefined };
});
afterAll(async () => {
  await reader.close();
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

function call(who: PostKey, body?: BodyInit, lang = 'zh'): Direct {
  const headers = { 'idempotency-key': newId(), 'accept-language': lang };
  const init = body === undefined ? {} : { body, duplex: 'half' as const };
  const request = new Request('http://127.0.0.1/api/v1/documents', {
    method: 'POST',
    headers,
    ...init,
  });
  const { db, actor, cityId, now, today } = city.ask(database.db, who);
  return { db, actor, cityId, now, today, request, from: 'local' };
}

const q = (who: PostKey = 'cityOffice') => city.ask(database.db, who);
const act: <T>(work: (ctx: never) => Promise<T>, who?: PostKey) => Promise<T> = (
  work,
  who = 'cityOffice',
) => city.act(database.db, who, work as never);

async function paste(
  text: string,
  more: Partial<Parsed<typeof contract.pasteDocument.input>> = {},
  who: PostKey = 'cityOffice',
): ReturnType<typeof pasteDocument> {
  return pasteDocument(parts, call(who), { text, ...more });
}

async function all(
  id: string,
  filter: { readonly kind?: 'task' | 'target' } = {},
): Promise<readonly CandidateView[]> {
  const { candidates } = await listCandidates(q(), { id, limit: 1000, ...filter });
  return candidates;
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error.code;
  throw error instanceof Error ? error : new Error('not refused');
}

const seen = (rows: readonly CandidateView[]) => rows.map(({ id, version }) => ({ id, version }));

/** A short document with a word of its own, so that each test reads one that nobody else has. */
function shortReport(word: string): string {
  return `${word}2026年工作要点
2026年2月3日
二、2026年重点工作
2026年是${word}打基础的关键一年。
（一）建设道路
加快${word}农村公路建设，年底前新建改造120公里，完成危桥改造6座。
（二）改善民生
城镇新增就业3.2万人，开展职业技能培训2万人次；请市住建局牵头，改造${word}老旧小区80个。
每月不定期抽查${word}工地扬尘治理情况。
`;
}

test('leads are suggested with reasons and never filled in', async () => {
  const { db } = database;
  const duty = (unit: string, text: string) => ({
    city_id: CITY,
    id: newId(),
    unit_id: unit,
    text,
    key: text,
    since: '2026-01-01',
    by_person: city.actor.cityOffice.personId,
    at: NOON,
  });
  await db
    .insertInto('duty')
    .values([
      duty(city.unit.housing.id, '负责老旧小区改造和工地扬尘治理'),
      duty(city.unit.east.id, '负责辖区内农村公路建设养护和危桥改造'),
    ])
    .execute();
  const { document } = await paste(shortReport('己'));
  const { groups } = await suggestLeads(q(), { id: document.id });
  const road = groups.find(({ subsection }) => subsection.includes('建设道路'));
  expect(road?.leads[0]?.unit.id).toBe(city.unit.east.id);
  const [reason] = road?.leads[0]?.reasons ?? [];
  const marked = reason?.marks.map(({ start, end }) => reason.text.slice(start, end)).join();
  expect(marked).toContain('农村公路建设');
  const named = groups.flatMap((group) => group.named);
  expect(named[0]?.lead?.unit.id).toBe(city.unit.housing.id);
  for (const row of await all(document.id)) expect(row.lead).toBeUndefined();
});

test('a report goes from text to issued entries, and every sentence is accounted for', async () => {
  const { document, known } = await paste(CITY_REPORT, { title: '昀州市政府工作报告' });
  expect(known).toBe(false);
  expect(document).toMatchObject({
    state: 'open',
    title: '昀州市政府工作报告',
    date: '2026-01-18',
  });
  expect(document.coverage.plan).toBeGreaterThanOrEqual(60);
  expect(document.coverage.unassigned).toBe(document.coverage.plan);
  const { id } = document;

  const rows = await all(id);
  for (const row of rows) expect(CITY_REPORT.slice(row.quoteStart, row.quoteEnd)).toBe(row.quote);
  const tasks = rows.filter((row) => row.kind === 'task');
  const targets = rows.filter((row) => row.kind === 'target');
  await act((ctx) => acceptCandidates(ctx, { id, candidates: seen([...tasks, ...targets]) }));
  const { passages } = await readPassages(q(), { id, from: 0, limit: 2000 });
  const framing = passages.filter((one) => one.role === 'unassigned').map(({ seq }) => seq);
  const framed = await act((ctx) => confirmFraming(ctx, { id, passages: framing, framing: true }));
  expect(framed.document.coverage.unassigned).toBe(0);

  const due = { kind: 'date', on: '2026-12-31' } as const;
  const dated = tasks.map((task) => ({ ...task, version: task.version + 1 }));
  await act((ctx) =>
    assignCandidates(ctx, {
      id,
      groups: [
        {
          candidates: seen(dated),
          lead: city.unit.housing.id,
          deadline: due,
          co: [city.unit.east.id],
        },
      ],
    }),
  );
  const input = { id, issue: true, level: 'city' as const };
  const down = await act((ctx) => handDown(ctx, input, issueDrafts));
  expect(down).toMatchObject({ made: tasks.length, issued: tasks.length, known: 0 });
  expect(down.document.counts).toMatchObject({ toHandDown: 0, handedDown: tasks.length });
  expect(await refused(act((ctx) => handDown(ctx, input, issueDrafts)))).toBe(
    'nothing-to-hand-down',
  );
  const ids = tasks.map((task) => task.id);
  const again = await act((ctx) => handDown(ctx, { ...input, candidates: ids }, issueDrafts));
  expect(again).toMatchObject({ made: 0, known: tasks.length });

  const [first] = down.entries;
  const entry = await readEntry(q(), { id: first?.entry.id ?? '' });
  expect(entry).toMatchObject({ state: 'underway', source: 'document', deadline: '2026-12-31' });
  expect(CITY_REPORT).toContain(entry.quote);
  const { sources } = await entrySource(q(), { id: entry.id });
  expect(sources[0]).toMatchObject({ open: true, quote: entry.quote, candidate: first?.candidate });
}, 120_000);

test('the same words again open the earlier reading; another unit reads for itself', async () => {
  const first = await paste(shortReport('甲'));
  const second = await paste(shortReport('甲'));
  expect(second).toMatchObject({ known: true, document: { id: first.document.id } });
  const other = await paste(shortReport('甲'), {}, 'eastOffice');
  expect(other.known).toBe(false);
  expect(other.document.id).not.toBe(first.document.id);
});

test('a document is there for its own reach only', async () => {
  const { document } = await paste(shortReport('乙'), {}, 'eastOffice');
  expect((await readDocument(q('cityOffice'), document.id, false)).can).toContain('hand_down');
  expect((await readDocument(q('auditor'), document.id, false)).can).toEqual([]);
  expect(await refused(readDocument(q('westOffice'), document.id, false))).toBe('not-found');
  const { documents } = await listDocuments(q('westOffice'), { limit: 100 });
  expect(documents.map(({ id }) => id)).not.toContain(document.id);
  const rows = await all(document.id);
  const input = { id: document.id, candidates: seen(rows.slice(0, 1)) };
  expect(await refused(act((ctx) => acceptCandidates(ctx, input), 'auditor'))).toBe('not-allowed');
  expect(await refused(act((ctx) => acceptCandidates(ctx, input), 'westOffice'))).toBe('not-found');
});

test('accepting twice changes nothing; what somebody else changed is told', async () => {
  const { document } = await paste(shortReport('丙'));
  const { id } = document;
  const [row] = await all(id, { kind: 'task' });
  if (row === undefined) throw new Error('no task');
  const once = await act((ctx) => acceptCandidates(ctx, { id, candidates: seen([row]) }));
  const twice = await act((ctx) => acceptCandidates(ctx, { id, candidates: seen([row]) }));
  expect(twice.document.version).toBe(once.document.version);
  const stale = act((ctx) =>
    rejectCandidates(ctx, { id, candidates: seen([row]), framing: false }),
  );
  expect(await refused(stale)).toBe('stale');
});

test('edit, merge, split and mark, each undone to what was there before', async () => {
  const { document } = await paste(shortReport('丁'));
  const { id } = document;
  const before = await all(id);
  const [road, people] = before.filter((row) => row.kind === 'task');
  if (road === undefined || people === undefined) throw new Error('no tasks');

  const title = '修好农村公路';
  const edited = await act((ctx) =>
    editCandidate(ctx, {
      id,
      candidate: { id: road.id, version: 1 },
      task: { title, deadline: null },
    }),
  );
  expect(edited.candidates[0]).toMatchObject({ state: 'edited', task: { title } });
  expect(edited.candidates[0]?.task?.deadline).toBeUndefined();
  await undo(edited);

  const merged = await act((ctx) =>
    mergeCandidates(ctx, {
      id,
      into: { id: road.id, version: 3 },
      candidates: [{ id: people.id, version: 1 }],
    }),
  );
  const into = merged.candidates.find((row) => row.id === road.id);
  expect(into?.task?.measures.length).toBeGreaterThan(road.task?.measures.length ?? 0);
  expect(merged.passages.map(({ role }) => role).toSorted()).toEqual(['measure', 'task']);
  await undo(merged);

  const at = people.start + people.quote.indexOf('；');
  const split = await act((ctx) =>
    splitCandidate(ctx, { id, candidate: { id: people.id, version: 3 }, at: [at] }),
  );
  const made = split.candidates.filter((row) => row.splitFrom === people.id);
  expect(made.map((row) => row.quote)).toEqual([
    '城镇新增就业3.2万人，开展职业技能培训2万人次',
    '请市住建局牵头，改造丁老旧小区80个',
  ]);
  await undo(split);

  const { passages } = await readPassages(q(), { id, from: 0, limit: 2000 });
  const frame = passages.find((one) => one.proposed === 'framing');
  if (frame === undefined) throw new Error('no framing');
  const marked = await act((ctx) =>
    addCandidate(ctx, { id, kind: 'task', start: frame.start, end: frame.end }),
  );
  expect(marked.passages[0]?.role).toBe('task');
  const beyond = { id, kind: 'task' as const, start: frame.start, end: frame.end + 40 };
  expect(await refused(act((ctx) => addCandidate(ctx, beyond)))).toBe('bad-span');
  await undo(marked);

  const after = (await all(id)).filter((row) => row.proposedBy === 'rules');
  const plain = (rows: readonly CandidateView[]) =>
    rows.map(({ version: _version, ...row }) => row);
  expect(plain(after)).toEqual(plain(before));
  const { events } = await readDocumentEvents(q(), { id, limit: 50 });
  expect(events.filter(({ kind }) => kind === 'document.undo')).toHaveLength(4);
  expect(events.filter(({ undoable }) => undoable)).toEqual([]);

  async function undo(changed: Changed): Promise<void> {
    const { version } = changed.document;
    await act((ctx) => undoDecision(ctx, { id, version }));
    expect(await refused(act((ctx) => undoDecision(ctx, { id, version })))).toBe('nothing-to-undo');
  }
});

test('the coverage the database counts is the coverage of the rule', async () => {
  const { document } = await paste(shortReport('戊'));
  const { id } = document;
  const rows = await all(id);
  const tasks = rows.filter((row) => row.kind === 'task');
  await act((ctx) => acceptCandidates(ctx, { id, candidates: seen(tasks.slice(0, 1)) }));
  const changed = await act((ctx) =>
    rejectCandidates(ctx, { id, candidates: seen(tasks.slice(1, 2)), framing: true }),
  );
  const { passages } = await readPassages(q(), { id, from: 0, limit: 2000 });
  const now = await all(id);
  const told = coverageOf(
    passages.map(({ part, seq, role }) => ({
      part,
      framing: role === 'framing',
      candidates: now.filter((row) => row.passage === seq),
    })),
  );
  expect(changed.document.coverage).toEqual(told);
});

test('a task without lead or deadline becomes a draft and says why it was not issued', async () => {
  const { document } = await paste(shortReport('庚'));
  const { id } = document;
  const [task] = await all(id, { kind: 'task' });
  if (task === undefined) throw new Error('no task');
  await act((ctx) => acceptCandidates(ctx, { id, candidates: seen([task]) }));
  const down = await act((ctx) => handDown(ctx, { id, issue: true, level: 'city' }, issueDrafts));
  expect(down.entries[0]).toMatchObject({ entry: { state: 'draft' }, held: { code: 'no-lead' } });
  const [now] = await all(id, { kind: 'task' });
  expect(now?.can).toEqual([]);
  const input = { id, candidates: [{ id: task.id, version: now?.version ?? 0 }], framing: false };
  expect(await refused(act((ctx) => rejectCandidates(ctx, input)))).toBe('candidate-moved-on');
});

test('a corrected version keeps what stands, asks about what was reworded, closes the one before', async () => {
  const first = await paste(shortReport('辛'));
  const { id } = first.document;
  const tasks = await all(id, { kind: 'task' });
  await act((ctx) => acceptCandidates(ctx, { id, candidates: seen(tasks) }));
  const [road] = tasks;
  const down = await act((ctx) =>
    handDown(ctx, { id, candidates: [road?.id ?? ''], issue: false, level: 'city' }, issueDrafts),
  );
  const text = shortReport('辛')
    .replace('每月不定期抽查', '每月至少两次抽查')
    .replace('（一）建设道路', '（一）建设道路\n今年新修桥梁3座，6月底前开工。');
  const second = await paste(text, { revisionOf: id });
  const after = await all(second.document.id, { kind: 'task' });
  const kept = after.find((row) => row.earlier === road?.id);
  expect(kept).toMatchObject({ state: 'accepted', entry: { id: down.entries[0]?.entry.id } });
  const reworded = after.find((row) => row.quote.includes('两次抽查'));
  expect(reworded).toMatchObject({ state: 'proposed', doubts: ['reworded'] });
  const { changes, earlier } = await compareDocument(q(), { id: second.document.id });
  expect(earlier?.id).toBe(id);
  expect(changes.map(({ change }) => change).toSorted()).toEqual(['added', 'reworded']);
  const old = await readDocument(q(), id, false);
  expect(old).toMatchObject({ state: 'superseded', supersededBy: second.document.id, can: [] });
  const { sources } = await entrySource(q(), { id: kept?.entry?.id ?? '' });
  expect(sources.map((one) => one.document.superseded)).toEqual([false, true]);
  expect(await refused(paste(`${text}又改一句。`, { revisionOf: id }))).toBe('document-superseded');
});

test('another date resolves 年底前 anew, except where a person has set the day', async () => {
  const { document } = await paste(shortReport('壬'));
  const { id } = document;
  const [road] = await all(id, { kind: 'task' });
  expect(road?.task?.deadline).toEqual({ kind: 'date', on: '2026-12-31' });
  await act((ctx) => correctDocument(ctx, { id, version: 2, date: '2027-03-01' }, false));
  const [now] = await all(id, { kind: 'task' });
  expect(now?.task?.deadline).toEqual({ kind: 'date', on: '2027-12-31' });
});

test('accepted targets are there for whoever makes targets of them', async () => {
  const { document } = await paste(shortReport('癸'));
  const { id } = document;
  const targets = await all(id, { kind: 'target' });
  expect(targets.length).toBeGreaterThan(2);
  await act((ctx) => acceptCandidates(ctx, { id, candidates: seen(targets.slice(0, 1)) }));
  const [accepted] = await acceptedTargets(q(), id);
  expect(accepted).toMatchObject({ candidate: targets[0]?.id, target: undefined });
  const target = newId();
  await act((ctx) => linkTargets(ctx, id, [{ candidate: targets[0]?.id ?? '', target }]));
  expect((await acceptedTargets(q(), id))[0]?.target).toBe(target);
});

async function give(name: string, bytes: Uint8Array | string, lang = 'zh'): Promise<unknown> {
  return uploadDocument(parts, call('cityOffice', bytes as BodyInit, lang), { name });
}

test.each([
  ['空.docx', '', 'file-empty', ''],
  ['乱.txt', new Uint8Array(300).fill(0xff), 'document-unreadable', '编码'],
  ['图.docx', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'document-unreadable', 'PNG'],
  ['断.docx', Buffer.from('504b03040a000000', 'hex'), 'document-unreadable', '损坏'],
  ['密.txt', '机密★10年\n云溪市人民政府文件\n关于某事的通知', 'classified-file', '密级'],
  [
    '外.txt',
    'The quick brown fox jumps over the lazy dog. '.repeat(20),
    'document-unreadable',
    '中文',
  ],
])('%s is refused with a sentence, and nothing is kept', async (name, bytes, code, says) => {
  const before = await kept();
  const error = await give(name, bytes).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  expect((error as Refusal).code).toBe(code);
  expect((error as Refusal).message).toContain(says);
  expect(await kept()).toBe(before);
});

async function kept(): Promise<number> {
  let count = 0;
  for await (const _file of parts.store.list()) count += 1;
  return count;
}

test('a file in GB18030 is read, and its name tells the truth', async () => {
  const bytes = await readFile(new URL('../../../test/documents/gb18030.txt', import.meta.url));
  const { document } = (await give('要点.docx', bytes)) as {
    document: { name: string; title: string };
  };
  expect(document.name).toBe('要点.docx.txt');
  expect(document.title).toContain('工作要点');
});

test('a long text is read as a job and is all there', async () => {
  const long = Array.from({ length: 60 }, (_, i) =>
    shortReport(`第${i + 1}号卷`)
      .repeat(16)
      .replaceAll('80个', `${80 + i}个`),
  ).join('');
  const { document, job } = await paste(long);
  expect(document.state).toBe('reading');
  expect(job).toBeDefined();
  const kind = readDocumentJob(reader);
  if (kind.lane === 'brief') throw new Error('a long job');
  const told: number[] = [];
  await kind.run(
    {
      id: job ?? '',
      cityId: CITY,
      args: { document: document.id } as never,
      byAccount: undefined,
      byPerson: city.actor.cityOffice.personId,
      done: 0,
      total: undefined,
      now: () => NOON,
      report: async (done: number) => void told.push(done),
      cancelled: () => Promise.resolve(false),
    } as never,
    database.db,
  );
  const read = await readDocument(q(), document.id, false);
  expect(read.state).toBe('open');
  expect(told.at(-1)).toBeGreaterThan(1000);
  expect(read.passages + read.counts.tasks + read.counts.targets + read.counts.figures).toBe(
    told.at(-1),
  );
});

test('no row of a document without its event', async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from candidate c where not exists (
      select 1 from event e where e.city_id = c.city_id and e.subject_id = c.document_id
        and e.subject_version = c.changed_in)`.execute(database.db);
  expect(rows[0]?.n).toBe(0);
});

test('what a garbled stretch says is chosen once, follows into the candidates, and can be undone', async () => {
  const text = shortReport('子').replace('城镇新增就业', '改革走在前列！笆濉睍r期，城镇新增就业');
  const { document } = await paste(text);
  const { id } = document;
  const { repairs } = await readDocument(q(), id, false);
  const [repair] = repairs;
  if (repair === undefined) throw new Error('nothing was repaired');
  const [other = ''] = repair.alternatives;
  const doubted = (await all(id)).filter((row) => row.doubts.includes('repaired'));
  expect(doubted.length).toBeGreaterThan(0);
  const chosen = { id, start: repair.start, text: other };
  const changed = await act((ctx) => chooseRepair(ctx, chosen));
  expect(changed.candidates.some((row) => row.doubts.includes('repaired'))).toBe(false);
  const now = await readDocument(q(), id, false);
  expect(now.repairs[0]).toMatchObject({ text: repair.text, chosen: other });
  const again = await act((ctx) => chooseRepair(ctx, chosen));
  const { version } = changed.document;
  expect(again.document.version).toBe(version);
  await act((ctx) => undoDecision(ctx, { id, version }));
  expect((await readDocument(q(), id, false)).repairs).toEqual(repairs);
  expect((await all(id)).filter((row) => row.doubts.includes('repaired'))).toHaveLength(
    doubted.length,
  );
  const wrong = { ...chosen, text: '。“九五”时' };
  expect(await refused(act((ctx) => chooseRepair(ctx, wrong)))).toBe('invalid');
  const elsewhere = { ...chosen, start: repair.start + 1 };
  expect(await refused(act((ctx) => chooseRepair(ctx, elsewhere)))).toBe('not-found');
});

test('a document moves to another unit with an event, unless its words are there already', async () => {
  const { document } = await paste(shortReport('丑'));
  const { id } = document;
  const unit = city.unit.housing.id;
  const input = { id, version: document.version, unit, title: '更正后的题目' };
  const moved = await act((ctx) => correctDocument(ctx, input, false));
  expect(moved).toMatchObject({ unit: { id: unit }, title: '更正后的题目' });
  const { events } = await readDocumentEvents(q(), { id, limit: 1 });
  expect(events[0]?.kind).toBe('document.correct');
  const second = (await paste(shortReport('丑'))).document;
  const back = { id: second.id, version: second.version, unit };
  expect(await refused(act((ctx) => correctDocument(ctx, back, false)))).toBe('document-known');
});

test('what a person marked and took back is shown only when asked for, and not counted', async () => {
  const { document } = await paste(shortReport('寅'));
  const { id } = document;
  const [, people] = await all(id, { kind: 'task' });
  if (people === undefined) throw new Error('no task');
  const cut = people.start + people.quote.indexOf('；');
  const split = { id, candidate: { id: people.id, version: people.version }, at: [cut] };
  const { document: after } = await act((ctx) => splitCandidate(ctx, split));
  await act((ctx) => undoDecision(ctx, { id, version: after.version }));
  const { counts } = await readDocument(q(), id, false);
  expect(await all(id, { kind: 'task' })).toHaveLength(document.counts.tasks);
  expect(counts.tasks).toBe(document.counts.tasks);
  const { candidates } = await listCandidates(q(), {
    id,
    limit: 1000,
    kind: 'task',
    withdrawn: true,
  });
  expect(candidates).toHaveLength(document.counts.tasks + 2);
});
