import type { Level, Source } from '#domain/entry/entry.ts';
import { newRecord } from '#modules/ledger/raise-entry.ts';
import type { Duty } from './duty.ts';
import { type Fate, STILL_OPEN } from './fate.ts';
import type { CityPost, CityUnit } from './organisation.ts';
import { holderOn } from './people.ts';
import {
  dayFrom,
  dayOf,
  move,
  pass,
  type Story,
  tellEvent,
  type Teller,
  asPayload,
} from './story.ts';
import {
  addMeasures,
  addChecker,
  apartFrom,
  assuredBy,
  type Deadline,
  deadlineFor,
  decideRequest,
  openRequest,
  setParties,
  tellBlock,
  tellCheck,
  tellClosing,
  tellCoReport,
  tellDelivery,
  tellProgress,
  type WorkWords,
} from './work.ts';
import {
  CANCELLATION_REASONS,
  EXTENSION_REASONS,
  MERGE_REASONS,
  NOT_LIST_REASONS,
  REFUSAL_REASONS,
  REOPEN_REASONS,
  SEND_BACK_REASONS,
} from './words/phrases.ts';

/** All that is settled about a problem before its story is told. */
export interface Premise {
  readonly id: string;
  readonly no: string;
  readonly campaignId: string;
  readonly title: string;
  readonly detail: string;
  readonly cause: string;
  readonly category: string;
  readonly facets: Story['facets'];
  readonly level: Level;
  readonly isKey: boolean;
  readonly source: Source;
  readonly sourceNo: string | undefined;
  readonly foundBy: Story['record']['foundBy'];
  readonly origin: CityUnit;
  readonly lead: CityUnit;
  readonly co: readonly CityUnit[];
  readonly createdAt: number;
  readonly words: WorkWords;
  readonly fate: Fate;
  /** 自查自改 where the fate allows it. */
  readonly selfMend: boolean;
  /** The entry that this one is merged into. */
  readonly survivor: { readonly id: string; readonly no: string } | undefined;
}

/** Begin a story: the entry as it was raised or drafted. */
export function beginStory(teller: Teller, premise: Premise, kind: 'problem' | 'task'): Story {
  const { origin, createdAt } = premise;
  const { id, no, campaignId, title, level, isKey, category, source, sourceNo, foundBy } = premise;
  const record = newRecord({
    id,
    kind,
    no,
    campaignId,
    title,
    level,
    isKey,
    category,
    source,
    sourceNo,
    foundBy,
    originUnit: origin.id,
    originPath: origin.path,
  });
  const story: Story = {
    record,
    createdAt,
    at: createdAt,
    text: { detail: premise.detail, cause: premise.cause },
    facets: premise.facets,
    events: [],
    parties: [],
    persons: new Map(),
    measures: [],
    requests: [],
    checks: [],
    evidence: [],
    merge: undefined,
  };
  const { id: _, version: __, state, ...rest } = record;
  const by = origin.posts.find((post) => post.role !== 'auditor') ?? origin.posts[0];
  if (by === undefined) throw new Error(`nobody in ${origin.name} can raise anything`);
  tellEvent(teller, story, kind === 'problem' ? 'raise' : 'draft', by, {
    to: state,
    change: asPayload(rest),
    because: {},
  });
  return story;
}

/** Tell the whole story of a problem up to its fate. */
export function tellProblem(teller: Teller, duty: Duty, premise: Premise): Story {
  const story = beginStory(teller, premise, 'problem');
  const { fate } = premise;
  if (fate === 'raised') return story;
  const worker = duty.worker(premise.lead);
  if (premise.selfMend && !STOPS_EARLY.has(fate)) {
    tellSelfMend(teller, story, premise, worker);
  } else if (!tellHanding(teller, story, { duty, premise, worker })) {
    return story;
  }
  tellWork(teller, story, { duty, premise, worker });
  return story;
}

const STOPS_EARLY: ReadonlySet<Fate> = new Set([
  'screened',
  'not_listed',
  'listed',
  'refused',
  'assigned',
  'merged',
]);

interface Cast {
  readonly duty: Duty;
  readonly premise: Premise;
  readonly worker: CityPost;
}

function tellSelfMend(teller: Teller, story: Story, premise: Premise, worker: CityPost): void {
  pass(teller, story, 0.1);
  const due = deadlineFor(teller, story, STILL_OPEN.has(premise.fate));
  addMeasures(teller, story, premise.words, due);
  setParties(story, premise.lead, []);
  const change = { leadUnit: premise.lead.id, orgPath: premise.lead.path, progress: 0, ...due };
  move(teller, story, 'self_mend', worker, change, { lead: premise.lead.short });
}

/** From 提出 to 签收; false when the story ends on the way. */
function tellHanding(teller: Teller, story: Story, { duty, premise, worker }: Cast): boolean {
  const { chance } = teller;
  const { fate, origin, level } = premise;
  const office = duty.office(chance, origin, level === 'branch' ? 'unit' : level);
  if (fate === 'screened' || fate === 'not_listed' || chance.happens(0.5)) {
    pass(teller, story, 3);
    move(teller, story, 'screen', office, {}, { note: '内容清楚' });
    if (fate === 'screened') return false;
  }
  pass(teller, story, 2);
  if (fate === 'not_listed') {
    move(teller, story, 'not_list', office, {}, { reason: chance.pick(NOT_LIST_REASONS) });
    return false;
  }
  move(teller, story, 'list', office);
  if (fate === 'listed') return false;
  if (fate === 'merged') {
    tellMerge(teller, story, office, premise);
    return false;
  }
  pass(teller, story, 2);
  const due = deadlineFor(teller, story, STILL_OPEN.has(fate));
  addMeasures(teller, story, premise.words, due);
  assign(teller, story, office, premise, due);
  if (fate === 'refused' || chance.happens(0.01)) {
    pass(teller, story, 1);
    tellRefusal(teller, story, worker, premise);
    if (fate === 'refused') return false;
    pass(teller, story, 2);
    assign(teller, story, office, premise, due);
  }
  if (fate === 'assigned') return false;
  pass(teller, story, 1.5);
  move(teller, story, 'accept', worker);
  return true;
}

function assign(
  teller: Teller,
  story: Story,
  office: CityPost,
  premise: Premise,
  due: Deadline,
): void {
  const { lead, co } = premise;
  setParties(story, lead, co);
  const change = { leadUnit: lead.id, orgPath: lead.path, progress: 0, reviewOn: undefined };
  const because = { lead: lead.short, co: co.map((unit) => unit.short) };
  move(teller, story, 'assign', office, { ...change, ...due }, because);
}

function tellRefusal(teller: Teller, story: Story, worker: CityPost, premise: Premise): void {
  const change = { leadUnit: undefined, orgPath: story.record.originPath, progress: undefined };
  const because = { reason: teller.chance.pick(REFUSAL_REASONS), lead: premise.lead.short };
  move(teller, story, 'refuse', worker, change, because);
  story.parties = story.parties.filter((party) => party.episode !== story.record.episode);
}

function tellMerge(teller: Teller, story: Story, office: CityPost, { survivor }: Premise): void {
  if (survivor === undefined) return;
  pass(teller, story, 3);
  const reason = teller.chance.pick(MERGE_REASONS);
  move(teller, story, 'merge', office, {}, { into: survivor.id, no: survivor.no, reason });
  const { personId } = holderOn(office, dayOf(story.at));
  const id = teller.chance.id(story.at);
  story.merge = { id, survivorId: survivor.id, reason, at: story.at, personId };
}

/** From 签收 on. */
function tellWork(teller: Teller, story: Story, cast: Cast): void {
  const { chance } = teller;
  const { premise, worker } = cast;
  const { fate } = premise;
  if (fate === 'accepted') return;
  const times = chance.weighted(premise.selfMend ? FEW_REPORTS : REPORTS);
  const least = fate === 'underway' || fate === 'asking' ? 1 : 0;
  tellProgress(teller, story, { by: worker, times: Math.max(Number(times), least) });
  tellCoReport(teller, story, cast.duty);
  if (fate === 'cancelled') return tellCancellation(teller, story, cast);
  if (fate === 'blocked') return tellBlock(teller, story, worker, false);
  if (chance.happens(0.03)) tellBlock(teller, story, worker, true);
  if (chance.happens(0.03)) tellExtension(teller, story, cast);
  if (fate === 'asking') return void askExtension(teller, story, cast);
  if (fate === 'underway') {
    if (chance.happens(0.15)) tellReturned(teller, story, cast);
    return;
  }
  tellHandIn(teller, story, cast);
  if (fate === 'delivered') return tellLastChecks(teller, story, cast);
  tellCheckedClosing(teller, story, cast);
  if (fate === 'closed' || story.record.state !== 'closed') return;
  tellReopening(teller, story, cast);
  if (fate === 'reopened') return;
  tellHandIn(teller, story, cast);
  tellCheckedClosing(teller, story, cast);
}

const REPORTS = { 0: 25, 1: 50, 2: 25 } as const;
const FEW_REPORTS = { 0: 60, 1: 32, 2: 8 } as const;

/** 报结; one in twenty-five is sent back first. */
function tellHandIn(teller: Teller, story: Story, cast: Cast): void {
  if (teller.chance.happens(0.04)) tellReturned(teller, story, cast);
  tellDelivery(teller, story, { by: cast.worker, words: cast.premise.words, days: 14 });
}

/** 报结, a check that does not bear it out, 退回整改. */
function tellReturned(teller: Teller, story: Story, cast: Cast): void {
  const { chance } = teller;
  tellDelivery(teller, story, { by: cast.worker, words: cast.premise.words, days: 10 });
  const finding = chance.weighted(FAILING);
  const by = tellCheckBy(teller, story, cast, finding);
  pass(teller, story, 1);
  const reason = chance.pick(SEND_BACK_REASONS);
  move(teller, story, 'send_back', by, { deliveredAt: undefined }, { reason });
}

const FAILING = { partly: 55, not_confirmed: 35, cannot_verify: 10 } as const;

/** Of what is handed in and not yet struck off, a third is checked and waits for its approver, a third for its checker. */
function tellLastChecks(teller: Teller, story: Story, cast: Cast): void {
  const { chance } = teller;
  if (chance.happens(0.35)) return void tellCheckBy(teller, story, cast, 'confirmed');
  if (chance.happens(0.5)) tellAppointment(teller, story, cast);
}

/** 派核查 */
function tellAppointment(teller: Teller, story: Story, { duty, premise }: Cast): void {
  const { chance } = teller;
  const { origin, level, lead } = premise;
  pass(teller, story, 2);
  const { unit } = duty.independent(chance, lead);
  const office = duty.office(chance, origin, level === 'branch' ? 'unit' : level);
  move(teller, story, 'appoint', office, {}, { unit: unit.id, name: unit.name });
  addChecker(story, unit);
}

function tellCheckedClosing(teller: Teller, story: Story, cast: Cast): void {
  tellCheckBy(teller, story, cast, 'confirmed');
  tellClosing(teller, story);
}

function tellCheckBy(
  teller: Teller,
  story: Story,
  { duty, premise }: Cast,
  finding: 'confirmed' | keyof typeof FAILING,
): CityPost {
  const { lead, co } = premise;
  const assured = assuredBy(teller, story.record);
  const by =
    assured === 'superior'
      ? duty.superior(lead, [lead, ...co])
      : duty.independent(teller.chance, lead);
  const approver = duty.approver(story.record, lead, apartFrom(story, by));
  tellCheck(teller, story, { by, assured, finding, approver });
  return by;
}

function askExtension(teller: Teller, story: Story, { duty, premise, worker }: Cast): Deadline {
  const { chance, now } = teller;
  pass(teller, story, 4);
  const reason = chance.pick(EXTENSION_REASONS);
  const later = dayFrom(now, chance.between(20, 60));
  const approver = duty.approver(story.record, premise.lead);
  const ask = { deadline: later };
  const request = { kind: 'extension' as const, approver, ask, reason, by: worker };
  // A move is judged by what stood before it: the request comes after its event.
  const id = chance.id(story.at);
  move(teller, story, 'ask', worker, {}, { request: id, kind: 'extension', reason, ask });
  openRequest(teller, story, { ...request, id });
  return { deadlineKind: 'date', deadline: later, originalDeadline: story.record.originalDeadline };
}

/** 延期, asked for and decided. */
function tellExtension(teller: Teller, story: Story, cast: Cast): void {
  if (story.record.deadlineKind !== 'date') return;
  const { deadline } = askExtension(teller, story, cast);
  const request = story.requests.at(-1);
  if (request === undefined) return;
  pass(teller, story, 2);
  const approved = teller.chance.happens(0.8);
  const decision = approved ? 'approved' : 'rejected';
  const note = approved ? '同意延期一次' : '进度可以赶上，不予延期';
  const change = approved ? { deadlineKind: 'date' as const, deadline } : {};
  const because = { request: request.id, kind: 'extension', decision, note };
  move(teller, story, 'decide', request.approver, change, because);
  decideRequest(story, request, decision, note);
}

/** 撤销: asked for, approved, and kept in the denominator. */
function tellCancellation(teller: Teller, story: Story, { duty, premise, worker }: Cast): void {
  const { chance } = teller;
  pass(teller, story, 6);
  const reason = chance.pick(CANCELLATION_REASONS);
  const approver = duty.approver(story.record, premise.lead);
  const id = chance.id(story.at);
  move(teller, story, 'ask', worker, {}, { request: id, kind: 'cancellation', reason, ask: {} });
  const request = openRequest(teller, story, {
    kind: 'cancellation',
    approver,
    ask: {},
    reason,
    by: worker,
    id,
  });
  pass(teller, story, 3);
  const note = '情况属实，同意撤销';
  const because = { request: id, kind: 'cancellation', decision: 'approved', note };
  move(teller, story, 'cancel', approver, {}, because);
  decideRequest(story, request, 'approved', note);
}

/** 反弹重开: a new episode; the units that did the work have it again. */
function tellReopening(teller: Teller, story: Story, { duty, premise }: Cast): void {
  const { chance, now } = teller;
  const { lead, co, level, origin } = premise;
  pass(teller, story, 25);
  const reason = chance.pick(REOPEN_REASONS);
  const office = duty.office(chance, origin, level === 'branch' ? 'unit' : level);
  const deadline = dayFrom(now, chance.between(-5, 40));
  const on = deadline < dayOf(story.at) ? dayFrom(story.at, 15) : deadline;
  const due = { deadlineKind: 'date' as const, deadline: on, originalDeadline: on };
  const cleared = {
    progress: 0,
    deliveredAt: undefined,
    closedAt: undefined,
    assurance: undefined,
  };
  const episode = story.record.episode + 1;
  move(teller, story, 'reopen', office, { episode, ...cleared, ...due }, { reason });
  setParties(story, lead, co);
}
