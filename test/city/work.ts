import type { CheckMethod, DeadlineKind, Finding } from '#domain/entry/entry.ts';
import type { EntryRecord } from '#modules/ledger/entry-record.ts';
import type { Duty } from './duty.ts';
import type { CityPost, CityUnit } from './organisation.ts';
import { holderOn } from './people.ts';
import { filled } from './statement.ts';
import {
  addPerson,
  dayFrom,
  dayOf,
  hasPart,
  move,
  pass,
  type RequestRow,
  type Story,
  type Teller,
} from './story.ts';
import {
  BLOCK_REASONS,
  CHECK_NOTES,
  CLOSURE_NOTES,
  CO_NOTES,
  EVIDENCE_NAMES,
  MILESTONES,
  NOTES_BEGUN,
  NOTES_HALF,
  NOTES_NEARLY,
  UNBLOCK_REASONS,
} from './words/phrases.ts';

/** What the tellers of work draw their sentences from. */
export interface WorkWords {
  /** In the order in which they are taken. */
  readonly measures: readonly string[];
  readonly result: string;
}

export interface Deadline {
  readonly deadlineKind: DeadlineKind;
  readonly deadline: string | undefined;
  readonly originalDeadline: string | undefined;
}

/** A deadline set now. Work still open at the end is overdue in three cases of ten. */
export function deadlineFor(teller: Teller, story: Story, open: boolean): Deadline {
  const { chance, now } = teller;
  const kinds = story.record.level === 'branch' ? BRANCH_KINDS : KINDS;
  const deadlineKind = chance.weighted(kinds);
  if (deadlineKind === 'long_term')
    return { deadlineKind, deadline: undefined, originalDeadline: undefined };
  const days = deadlineKind === 'at_once' ? chance.between(0, 7) : chance.between(20, 120);
  let deadline = dayFrom(story.at, days);
  if (open && deadlineKind === 'date') {
    const since = Math.floor((now - story.at) / 86_400_000);
    const overdue = since > 3 && chance.happens(0.3);
    deadline = overdue
      ? dayFrom(now, -chance.between(1, Math.min(45, since - 1)))
      : dayFrom(now, chance.between(1, 90));
  }
  return { deadlineKind, deadline, originalDeadline: deadline };
}

const KINDS = { date: 80, at_once: 11, long_term: 9 } as const;
const BRANCH_KINDS = { date: 60, at_once: 36, long_term: 4 } as const;

/** The measures (and, for the long term, the milestones) of an entry; they are written once. */
export function addMeasures(teller: Teller, story: Story, words: WorkWords, due: Deadline): void {
  const { chance } = teller;
  const { measures, at } = story;
  const count =
    story.record.kind === 'task' ? words.measures.length : Number(chance.weighted(MEASURE_COUNTS));
  for (const text of words.measures.slice(0, count)) {
    measures.push({
      id: chance.id(at),
      kind: 'measure',
      seq: measures.length + 1,
      text: filled(chance, text),
      dueOn: chance.happens(0.3) ? due.deadline : undefined,
      doneAt: undefined,
    });
  }
  if (due.deadlineKind !== 'long_term') return;
  for (let n = 1; n <= 3; n += 1) {
    measures.push({
      id: chance.id(at),
      kind: 'milestone',
      seq: measures.length + 1,
      text: MILESTONES[n % MILESTONES.length] ?? '',
      dueOn: dayFrom(at, n * 90),
      doneAt: undefined,
    });
  }
}

const MEASURE_COUNTS = { 1: 55, 2: 35, 3: 10 } as const;

/** The part each unit has in the present episode. */
export function setParties(story: Story, lead: CityUnit, co: readonly CityUnit[]): void {
  const { episode } = story.record;
  const blank = { progress: undefined, note: undefined, reportedAt: undefined };
  story.parties = story.parties.filter((party) => party.episode !== episode);
  story.parties.push({ episode, unit: lead, role: 'lead', ...blank });
  for (const unit of co) story.parties.push({ episode, unit, role: 'co', ...blank });
}

/** 报进展, so many times, each further than the last. */
export function tellProgress(
  teller: Teller,
  story: Story,
  { by, times }: { by: CityPost; times: number },
): void {
  const { chance } = teller;
  for (let n = 1; n <= times; n += 1) {
    pass(teller, story, 9);
    const before = story.record.progress ?? 0;
    const percent = Math.min(95, before + chance.between(2, 8) * 5);
    const note = chance.pick(percent < 40 ? NOTES_BEGUN : percent < 75 ? NOTES_HALF : NOTES_NEARLY);
    report(story, by.unit, percent, note);
    move(teller, story, 'progress', by, { progress: percent }, { note });
  }
}

/** 配合单位报进展 */
export function tellCoReport(teller: Teller, story: Story, duty: Duty): void {
  const { chance } = teller;
  for (const party of story.parties) {
    if (party.role !== 'co' || party.episode !== story.record.episode || chance.happens(0.5))
      continue;
    pass(teller, story, 3);
    const percent = chance.between(4, 20) * 5;
    const note = chance.pick(CO_NOTES);
    report(story, party.unit, percent, note);
    const by = duty.worker(party.unit);
    move(teller, story, 'co_report', by, {}, { unit: party.unit.id, percent, note });
  }
}

function report(story: Story, unit: CityUnit, percent: number, note: string): void {
  const part = story.parties.find(
    (party) => party.unit === unit && party.episode === story.record.episode,
  );
  if (part === undefined) return;
  part.progress = percent;
  part.note = note;
  part.reportedAt = story.at;
}

/** 暂不具备条件, and taken up again when `resumed`. */
export function tellBlock(teller: Teller, story: Story, by: CityPost, resumed: boolean): void {
  const { chance } = teller;
  pass(teller, story, 5);
  const reason = chance.pick(BLOCK_REASONS);
  const reviewOn = resumed
    ? dayFrom(story.at, chance.between(15, 60))
    : dayFrom(teller.now, chance.between(-6, 40));
  const later = reviewOn < dayOf(story.at) ? dayFrom(story.at, 10) : reviewOn;
  move(teller, story, 'block', by, { reviewOn: later }, { reason });
  if (!resumed) return;
  pass(teller, story, 14);
  const note = chance.pick(UNBLOCK_REASONS);
  move(teller, story, 'unblock', by, { reviewOn: undefined }, { note });
}

/** 传佐证, then 报结. */
export function tellDelivery(
  teller: Teller,
  story: Story,
  { by, words, days }: { by: CityPost; words: WorkWords; days: number },
): void {
  const { chance } = teller;
  pass(teller, story, days);
  attach(teller, story, by, 'delivery');
  pass(teller, story, 0.05);
  const note = filled(chance, words.result);
  report(story, by.unit, 100, note);
  for (const measure of story.measures) if (measure.kind === 'measure') measure.doneAt = story.at;
  move(teller, story, 'deliver', by, { progress: 100, deliveredAt: new Date(story.at) }, { note });
}

function attach(
  teller: Teller,
  story: Story,
  by: CityPost,
  purpose: 'progress' | 'delivery',
): void {
  const { chance } = teller;
  const id = chance.id(story.at);
  const name = `${chance.pick(EVIDENCE_NAMES)}.png`;
  story.evidence.push({
    id,
    episode: story.record.episode,
    purpose,
    name,
    personId: holderOn(by, dayOf(story.at)).personId,
    unitId: by.unit.id,
    at: story.at,
  });
  move(teller, story, 'attach', by, {}, { evidence: id, name, purpose });
}

export type Assured = 'superior' | 'independent' | 'sampled';

/** Which check an entry gets: a key entry (重点) never a superior's. */
export function assuredBy(teller: Teller, record: Pick<EntryRecord, 'isKey'>): Assured {
  return teller.chance.weighted(record.isKey ? KEY_ASSURANCES : ASSURANCES);
}

const ASSURANCES = { superior: 62, independent: 22, sampled: 16 } as const;
const KEY_ASSURANCES = { superior: 0, independent: 70, sampled: 30 } as const;

/** Who may approve after a check by this post: nobody who has done or checked the work of the episode. */
export function apartFrom(story: Story, by: CityPost): (post: CityPost) => boolean {
  const day = dayOf(story.at);
  const checker = holderOn(by, day).personId;
  return (post) => {
    const { personId } = holderOn(post, day);
    return personId !== checker && !hasPart(story, personId);
  };
}

/** 核查, and with a confirmed finding the closure request at the approver post. */
export function tellCheck(
  teller: Teller,
  story: Story,
  {
    by,
    assured,
    finding,
    approver,
  }: { by: CityPost; assured: Assured; finding: Finding; approver: CityPost },
): void {
  const { chance } = teller;
  pass(teller, story, 6);
  const { episode } = story.record;
  const { personId } = holderOn(by, dayOf(story.at));
  const method: CheckMethod = chance.weighted(METHODS);
  const note = chance.pick(CHECK_NOTES[finding]);
  const id = chance.id(story.at);
  withdraw(story, by, personId);
  if (finding === 'confirmed') {
    openRequest(teller, story, { kind: 'closure', approver, ask: { check: id }, reason: note, by });
  }
  const because = { check: id, method, finding, assurance: assured, note };
  move(teller, story, 'check', by, {}, because);
  addChecker(story, by.unit);
  addPerson(story, personId, 'checker');
  story.checks.push({
    id,
    episode,
    method,
    finding,
    assurance: assured,
    unit: by.unit,
    personId,
    postId: by.id,
    note,
    at: story.at,
  });
}

/** The unit that checks the present episode, unless it has a part in it. */
export function addChecker(story: Story, unit: CityUnit): void {
  const { episode } = story.record;
  if (story.parties.some((party) => party.unit === unit && party.episode === episode)) return;
  const blank = { progress: undefined, note: undefined, reportedAt: undefined };
  story.parties.push({ episode, unit, role: 'checker', ...blank });
}

const METHODS = { on_site: 48, papers: 22, call_back: 20, covert_visit: 10 } as const;

/**
 * 销号 on the last check; it stays handed in where the post has meanwhile passed to somebody who did or
 * checked the work.
 */
export function tellClosing(teller: Teller, story: Story): void {
  const check = story.checks.at(-1);
  const request = story.requests.at(-1);
  if (check === undefined || request === undefined) throw new Error('no check to close on');
  pass(teller, story, 4);
  const { personId } = holderOn(request.approver, dayOf(story.at));
  if (hasPart(story, personId)) return;
  const note = teller.chance.pick(CLOSURE_NOTES);
  const because = { check: check.id, assurance: check.assurance, note };
  const change = { closedAt: new Date(story.at), assurance: check.assurance };
  move(teller, story, 'close', request.approver, change, because);
  addPerson(story, personId, 'approver');
  decideRequest(story, request, 'approved', note);
}

export function openRequest(
  teller: Teller,
  story: Story,
  request: Pick<RequestRow, 'kind' | 'approver' | 'ask' | 'reason'> & {
    readonly by: CityPost;
    readonly id?: string;
  },
): RequestRow {
  const { by, id = teller.chance.id(story.at), ...rest } = request;
  const row: RequestRow = {
    ...rest,
    id,
    episode: story.record.episode,
    openedAt: story.at,
    openedPerson: holderOn(by, dayOf(story.at)).personId,
    openedPost: by.id,
    decision: undefined,
    decidedAt: undefined,
    decidedPerson: undefined,
    decidedPost: undefined,
    note: undefined,
  };
  story.requests.push(row);
  return row;
}

export function decideRequest(
  story: Story,
  request: RequestRow,
  decision: 'approved' | 'rejected',
  note: string,
): void {
  request.decision = decision;
  request.decidedAt = story.at;
  request.decidedPerson = holderOn(request.approver, dayOf(story.at)).personId;
  request.decidedPost = request.approver.id;
  request.note = note;
}

/** A request that stands open is overtaken by what happens now. */
function withdraw(story: Story, by: CityPost, personId: string): void {
  const open = story.requests.find((request) => request.decision === undefined);
  if (open === undefined) return;
  open.decision = 'withdrawn';
  open.decidedAt = story.at;
  open.decidedPerson = personId;
  open.decidedPost = by.id;
}
