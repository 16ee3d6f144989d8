import { type CountKey } from '#domain/entry/counting.ts';
import {
  afterMove,
  type CheckMethod,
  type EntryFacts,
  type EntryMove,
  type Finding,
  type Assurance,
  type RequestKind,
} from '#domain/entry/entry.ts';
import { DOING_MOVES, moveObjection } from '#domain/entry/policy.ts';
import type { Change, EntryRecord } from '#modules/ledger/entry-record.ts';
import type { CityPost, CityUnit } from './organisation.ts';
import { holderOn } from './people.ts';
import type { Chance } from './random.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface EventRow {
  readonly version: number;
  readonly state: EntryRecord['state'];
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly personId: string;
  readonly postId: string;
  readonly unitId: string;
  readonly acting: boolean;
  readonly payload: string;
}

export interface PartyRow {
  readonly episode: number;
  readonly unit: CityUnit;
  readonly role: 'lead' | 'co' | 'checker';
  progress: number | undefined;
  note: string | undefined;
  reportedAt: number | undefined;
}

export interface MeasureRow {
  readonly id: string;
  readonly kind: 'measure' | 'milestone';
  readonly seq: number;
  readonly text: string;
  readonly dueOn: string | undefined;
  doneAt: number | undefined;
}

export interface RequestRow {
  readonly id: string;
  readonly episode: number;
  readonly kind: RequestKind;
  readonly approver: CityPost;
  readonly ask: object;
  readonly reason: string;
  readonly openedAt: number;
  readonly openedPerson: string;
  readonly openedPost: string;
  decision: 'approved' | 'rejected' | 'withdrawn' | undefined;
  decidedAt: number | undefined;
  decidedPerson: string | undefined;
  decidedPost: string | undefined;
  note: string | undefined;
}

export interface CheckRow {
  readonly id: string;
  readonly episode: number;
  readonly method: CheckMethod;
  readonly finding: Finding;
  readonly assurance: Assurance;
  readonly unit: CityUnit;
  readonly personId: string;
  readonly postId: string;
  readonly note: string;
  readonly at: number;
}

export interface EvidenceRow {
  readonly id: string;
  readonly episode: number;
  readonly purpose: 'progress' | 'delivery' | 'check';
  readonly name: string;
  readonly personId: string;
  readonly unitId: string;
  readonly at: number;
}

export interface MergeRow {
  readonly id: string;
  readonly survivorId: string;
  readonly reason: string;
  readonly at: number;
  readonly personId: string;
}

/** What a person has been in an episode; never two of them. */
type PersonRole = 'doer' | 'checker' | 'approver';

/** One entry with everything that happened to it, as it is being told. */
export interface Story {
  readonly record: Mutable<EntryRecord>;
  readonly createdAt: number;
  /** When the last thing happened; milliseconds. */
  at: number;
  readonly text: { readonly detail: string; readonly cause: string };
  readonly facets: readonly { readonly taxonomyId: string; readonly code: string }[];
  readonly events: EventRow[];
  parties: PartyRow[];
  /** By episode and person. */
  readonly persons: Map<string, { episode: number; personId: string; role: PersonRole }>;
  readonly measures: MeasureRow[];
  readonly requests: RequestRow[];
  readonly checks: CheckRow[];
  readonly evidence: EvidenceRow[];
  merge: MergeRow | undefined;
}

/** The telling of one story: the chance it draws on, and the moment before which all of it happened. */
export interface Teller {
  readonly chance: Chance;
  readonly now: number;
  /** Ask the rules before every move whether it is open to this post. Slow; for tests. */
  readonly strict: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SHANGHAI = 8 * HOUR;

const days: string[] = [];

/** The calendar day of a moment in the city. */
export function dayOf(ms: number): string {
  return dayText(Math.floor((ms + SHANGHAI) / DAY));
}

/** A day by its number since 1970, kept: there are few, and they are asked for millions of times. */
function dayText(day: number): string {
  return (days[day] ??= new Date(day * DAY).toISOString().slice(0, 10));
}

/** A moment as PostgreSQL reads it, to the second, as stories go. */
export function momentText(ms: number): string {
  const day = Math.floor(ms / DAY);
  const second = Math.floor((ms - day * DAY) / 1000);
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return `${dayText(day)}T${clock}.000Z`;
}

const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

function two(n: number): string {
  return TWO[n] ?? String(n);
}

/** The day so many days from a moment. */
export function dayFrom(ms: number, days: number): string {
  return dayOf(ms + days * DAY);
}

/** Let about so many days pass, to a working hour, never beyond half of the time that is left. */
export function pass(teller: Teller, story: Story, days: number): void {
  const { chance, now } = teller;
  const left = now - story.at;
  const wanted = days * DAY * (0.4 + 1.2 * chance.unit());
  const at = story.at + Math.max(60_000, Math.min(wanted, left / 2));
  const midnight = Math.floor((at + SHANGHAI) / DAY) * DAY - SHANGHAI;
  const working = midnight + 8.5 * HOUR + Math.floor(chance.unit() * 9 * HOUR);
  const fits = working > story.at + 60_000 && working < now - 60_000;
  story.at = Math.floor((fits ? working : at) / 1000) * 1000;
}

/** Tell the next move: the row, its event, and who thereby becomes a doer. */
export function move(
  teller: Teller,
  story: Story,
  name: EntryMove,
  by: CityPost,
  change: Change = {},
  because: object = {},
): void {
  const { record } = story;
  const state = afterMove(record.kind, record.state, name);
  if (state === undefined) throw new Error(`${record.kind} ${record.state} knows no ${name}`);
  const holding = holderOn(by, dayOf(story.at));
  if (teller.strict) insistAllowed(story, name, by, holding.personId);
  const from = record.state;
  Object.assign(record, change);
  record.state = state;
  record.version += 1;
  if (DOING_MOVES.has(name)) addPerson(story, holding.personId, 'doer');
  tellEvent(teller, story, name, by, { from, to: state, change: asPayload(change), because });
}

/** The event of the version that the story has reached. */
export function tellEvent(
  teller: Teller,
  story: Story,
  verb: string,
  by: CityPost,
  payload: object,
): void {
  const { record, at } = story;
  const holding = holderOn(by, dayOf(at));
  story.events.push({
    version: record.version,
    state: record.state,
    id: teller.chance.id(at),
    at,
    kind: `${record.kind}.${verb}`,
    personId: holding.personId,
    postId: by.id,
    unitId: by.unit.id,
    acting: holding.acting,
    payload: JSON.stringify(payload),
  });
}

/** Has this person done or checked the work of the present episode? */
export function hasPart(story: Story, personId: string): boolean {
  return story.persons.has(`${story.record.episode}/${personId}`);
}

export function addPerson(story: Story, personId: string, role: PersonRole): void {
  const { episode } = story.record;
  const key = `${episode}/${personId}`;
  if (!story.persons.has(key)) story.persons.set(key, { episode, personId, role });
}

/** A change as events keep it: a cleared field is null, a moment is its ISO text. */
export function asPayload(change: object): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change) as [string, unknown][]) {
    payload[field] = value instanceof Date ? momentText(value.getTime()) : (value ?? null);
  }
  return payload;
}

/** What the entry is counted under at the end of its story. */
export function countKeyOf(story: Story): CountKey {
  const { orgPath, campaignId, kind, category, state } = story.record;
  return {
    orgPath,
    campaignId,
    kind,
    category,
    state: story.merge === undefined ? state : 'merged',
  };
}

/** What the rules would know of the entry now. */
export function factsOf(story: Story): EntryFacts {
  const { record } = story;
  const present = (row: { readonly episode: number }): boolean => row.episode === record.episode;
  const persons = [...story.persons.values()].filter(present);
  const open = story.requests.find((request) => request.decision === undefined);
  const kinds = (kind: MeasureRow['kind']): number =>
    story.measures.filter((measure) => measure.kind === kind).length;
  return {
    ...record,
    parties: story.parties.filter(present).map(({ unit, role, reportedAt }) => ({
      unitId: unit.id,
      path: unit.path,
      role,
      begun: reportedAt !== undefined,
    })),
    doers: persons.filter((person) => person.role === 'doer').map((person) => person.personId),
    checkers: persons
      .filter((person) => person.role === 'checker')
      .map((person) => person.personId),
    measures: kinds('measure'),
    milestones: kinds('milestone'),
    nextMilestone: undefined,
    evidence: story.evidence.filter((row) => present(row) && row.purpose !== 'check').length,
    openRequest:
      open === undefined
        ? undefined
        : {
            id: open.id,
            kind: open.kind,
            approverPost: open.approver.id,
            openedPost: open.openedPost,
            openedPerson: open.openedPerson,
          },
    checks: story.checks.filter(present).map(({ id, finding, assurance, at }) => ({
      id,
      finding,
      assurance,
      checkedAt: new Date(at),
    })),
    merged: story.merge !== undefined,
  };
}

function insistAllowed(story: Story, name: EntryMove, by: CityPost, personId: string): void {
  const { unit, role } = by;
  const post = {
    postId: by.id,
    unitId: unit.id,
    path: unit.path,
    linked: unit.linked,
    role,
    acting: false,
  };
  const actor = { cityId: 1, accountId: personId, personId, posts: [post] };
  // Past the draft, 撤销 is the outcome of a decision and is judged as one.
  const judged = name === 'cancel' && story.record.state !== 'draft' ? 'decide' : name;
  const objection = moveObjection(actor, factsOf(story), judged);
  if (objection === undefined) return;
  throw new Error(
    `${story.record.no} ${story.record.state}: ${by.code} may not ${name}: ${objection}`,
  );
}
