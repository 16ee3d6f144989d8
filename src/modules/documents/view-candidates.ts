import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/candidate.ts';
import {
  type CandidateKind,
  type CandidateState,
  CANDIDATE_MOVES,
  afterCandidateMove,
  type Doubt,
  type PassageRole,
} from '#domain/document/candidate-life.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { ROLE } from './view-document.ts';

export type CandidateView = Sent<typeof contract.Candidate>;
export type PassageView = Sent<typeof contract.Passage>;
type TaskView = Sent<typeof contract.TaskFields>;
type FigureView = Sent<typeof contract.FigureFields>;

/** A candidate with the names around it, before it is put into the form of the contract. */
export interface CandidateRow {
  readonly id: string;
  readonly document_id: string;
  readonly version: number;
  readonly kind: CandidateKind;
  readonly state: CandidateState;
  readonly passage: number;
  readonly start_at: number;
  readonly end_at: number;
  readonly quote_start: number;
  readonly quote_end: number;
  readonly quote: string;
  readonly proposal: Readonly<Record<string, unknown>>;
  readonly edits: Readonly<Record<string, unknown>>;
  readonly doubts: readonly Doubt[];
  readonly proposed_by: 'rules' | 'model' | 'person';
  readonly lead_unit: string | null;
  readonly co_units: readonly string[];
  readonly merged_into: string | null;
  readonly split_from: string | null;
  readonly earlier: string | null;
  readonly entry_id: string | null;
  readonly target_id: string | null;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly section: string;
  readonly subsection: string;
  readonly heading: string;
  readonly lead_name: string | null;
  readonly co: readonly { id: string; name: string }[];
  readonly entry: { id: string; no: string; state: string } | null;
}

/** Candidates that match, in the order of the text. `c` is the candidate, `p` its passage. */
export async function loadCandidates(
  db: Db | Tx,
  cityId: number,
  where: RawBuilder<SqlBool>,
  limit = 100_000,
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    select c.*, p.section, p.subsection, p.heading, l.short_name as lead_name,
      (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.short_name) order by array_position(c.co_units, u.id)), '[]')
         from unit u where u.city_id = c.city_id and u.id = any(c.co_units)) as co,
      case when e.id is not null then json_build_object('id', e.id, 'no', e.no, 'state', e.state) end as entry
    from candidate c
    join passage p on p.city_id = c.city_id and p.document_id = c.document_id and p.seq = c.passage
    left join unit l on l.city_id = c.city_id and l.id = c.lead_unit
    left join entry e on e.city_id = c.city_id and e.id = c.entry_id
    where c.city_id = ${cityId} and ${where}
    order by c.passage, c.start_at, c.id limit ${limit}`.execute(db);
  return rows;
}

/** What was read, with what a person changed laid over it; a cleared field is gone. */
export function fieldsOf(
  row: Pick<CandidateRow, 'proposal' | 'edits'>,
): Readonly<Record<string, unknown>> {
  const laid = { ...row.proposal, ...row.edits };
  return Object.fromEntries(Object.entries(laid).filter(([, value]) => value !== null));
}

/** What a task candidate says now: as proposed, with what people changed. */
export function taskFields(row: Pick<CandidateRow, 'proposal' | 'edits'>): TaskView {
  return fieldsOf(row) as TaskView;
}

/** The same for a figure. */
export function figureFields(row: Pick<CandidateRow, 'proposal' | 'edits'>): FigureView {
  const { bound, ...fields } = fieldsOf(row) as FigureView;
  // Whoever says anew how the figure is meant has said so wholly.
  return bound === undefined || 'op' in row.edits ? fields : { ...fields, bound };
}

/** A candidate as it is sent; `row` is the whole row, with its proposal and edits. */
export function viewCandidate(row: CandidateRow): CandidateView {
  const { kind, state } = row;
  const isFree = row.entry_id === null && row.target_id === null;
  return {
    id: row.id,
    version: row.version,
    kind,
    state,
    certainty: row.doubts.length === 0 ? 'sure' : 'look',
    doubts: [...row.doubts],
    start: row.start_at,
    end: row.end_at,
    quoteStart: row.quote_start,
    quoteEnd: row.quote_end,
    quote: row.quote,
    passage: row.passage,
    section: row.section,
    subsection: row.subsection,
    heading: row.heading,
    ...(kind === 'task' ? { task: taskFields(row) } : { figure: figureFields(row) }),
    edited: Object.keys(row.edits),
    proposedBy: row.proposed_by,
    ...(row.lead_unit === null ? {} : { lead: { id: row.lead_unit, name: row.lead_name ?? '' } }),
    co: [...row.co],
    ...(row.merged_into === null ? {} : { mergedInto: row.merged_into }),
    ...(row.split_from === null ? {} : { splitFrom: row.split_from }),
    ...(row.earlier === null ? {} : { earlier: row.earlier }),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at.toISOString() }),
    ...(row.entry === null ? {} : { entry: row.entry }),
    ...(row.target_id === null ? {} : { target: row.target_id }),
    can: isFree
      ? CANDIDATE_MOVES.filter((move) => afterCandidateMove(state, move) !== undefined)
      : [],
  };
}

interface PassageRow {
  readonly seq: number;
  readonly start_at: number;
  readonly end_at: number;
  readonly part: PassageView['part'];
  readonly paragraph: number;
  readonly section: string;
  readonly subsection: string;
  readonly heading: string;
  readonly proposed: 'task' | 'framing' | null;
  readonly reason: string | null;
  readonly change: 'same' | 'reworded' | 'added' | null;
  readonly role: PassageRole;
}

/** Sentences of a document with what each has become; `where` speaks of `p`. */
export async function loadPassages(
  db: Db | Tx,
  cityId: number,
  documentId: string,
  where: RawBuilder<SqlBool>,
  limit = 100_000,
): Promise<PassageView[]> {
  const { rows } = await sql<PassageRow>`
    select p.seq, p.start_at, p.end_at, p.part, p.paragraph, p.section, p.subsection, p.heading,
      p.proposed, p.reason, p.change, ${ROLE} as role
    from passage p left join candidate c
      on c.city_id = p.city_id and c.document_id = p.document_id and c.passage = p.seq
    where p.city_id = ${cityId} and p.document_id = ${documentId} and ${where}
    group by p.city_id, p.document_id, p.seq
    order by p.seq limit ${limit}`.execute(db);
  return rows.map(({ start_at: start, end_at: end, proposed, reason, change, ...row }) => ({
    ...row,
    start,
    end,
    ...(proposed === null ? {} : { proposed }),
    ...(reason === null ? {} : { reason }),
    ...(change === null ? {} : { change }),
  }));
}
