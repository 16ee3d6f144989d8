import { sql } from 'kysely';
import { type Carried, type CarryCandidate, carriedOver } from '#domain/document/carry.ts';
import type { CandidateKind, CandidateState } from '#domain/document/candidate-life.ts';
import type { SentenceChange } from '#domain/document/diff.ts';
import { newId } from '#platform/ids.ts';
import type { DocumentReader } from '#platform/workers/document-reader.ts';
import { advanceDocument, type Doer } from './document-store.ts';
import { writeCandidates } from './write-candidates.ts';

interface OldPassage {
  readonly seq: number;
  readonly start_at: number;
  readonly end_at: number;
  readonly framing_at: Date | null;
  readonly framing_by: string | null;
}

interface OldCandidate {
  readonly id: string;
  readonly kind: CandidateKind;
  readonly state: CandidateState;
  readonly passage: number;
  readonly start_at: number;
  readonly end_at: number;
  readonly proposal: unknown;
  readonly edits: unknown;
  readonly doubts: string[];
  readonly proposed_by: 'rules' | 'model' | 'person';
  readonly lead_unit: string | null;
  readonly co_units: string[];
  readonly merged_into: string | null;
  readonly entry_id: string | null;
  readonly target_id: string | null;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
}

/**
 * Take over into a corrected version what was decided on the one before (改版重新挂接): rows keep their
 * links where the words stand; where they were reworded the link stays and a person is asked. The older
 * version is closed to decisions.
 */
export async function carryOver(
  by: Doer,
  reader: DocumentReader,
  document: { readonly id: string; readonly version: number },
  earlierId: string,
  raw: string,
): Promise<void> {
  const earlier = await lockEarlier(by, earlierId);
  const [before, after] = [await passagesOf(by, earlierId), await passagesOf(by, document.id)];
  const changes = await reader.compare(
    before.map((row) => earlier.raw.slice(row.start_at, row.end_at)),
    after.map((row) => raw.slice(row.start_at, row.end_at)),
  );
  const [were, are] = [await candidatesOf(by, earlierId), await candidatesOf(by, document.id)];
  const decided = were.filter((one) => one.state !== 'proposed' || one.lead_unit !== null);
  const carried = carriedOver(
    decided.map((one) => carryForm(one, before, earlier.raw)),
    are.map((one) => carryForm(one, after, raw)),
    changes,
    (seq) => raw.slice(after[seq]?.start_at, after[seq]?.end_at),
  );
  const version = await advanceDocument(by, document, 'open', 'carry', {
    from: earlierId,
    carried: carried.map(({ from, to, change }) => ({ from, to, change })),
  });
  const here = { city_id: by.cityId, document_id: document.id };
  await markPassages(by, { here, version, changes, before });
  await takeOver(by, { here, version, carried, were, are, after, raw });
  const supersede = { by: document.id };
  await advanceDocument(by, earlier, 'superseded', 'supersede', supersede);
}

async function lockEarlier(
  by: Doer,
  id: string,
): Promise<{ id: string; version: number; raw: string }> {
  const { rows } = await sql<{ id: string; version: number; raw: string }>`
    select d.id, d.version, t.raw from document d
    join document_text t on t.city_id = d.city_id and t.document_id = d.id
    where d.city_id = ${by.cityId} and d.id = ${id} and d.state = 'open'
    for no key update of d`.execute(by.tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`document ${id} is not open any more`);
  return row;
}

async function passagesOf(by: Doer, id: string): Promise<OldPassage[]> {
  return await by.tx
    .selectFrom('passage')
    .select(['seq', 'start_at', 'end_at', 'framing_at', 'framing_by'])
    .where('city_id', '=', by.cityId)
    .where('document_id', '=', id)
    .orderBy('seq')
    .execute();
}

async function candidatesOf(by: Doer, id: string): Promise<OldCandidate[]> {
  return await by.tx
    .selectFrom('candidate')
    .selectAll()
    .where('city_id', '=', by.cityId)
    .where('document_id', '=', id)
    .orderBy('passage')
    .orderBy('start_at')
    .orderBy('id')
    .execute();
}

function carryForm(
  one: OldCandidate,
  passages: readonly OldPassage[],
  raw: string,
): CarryCandidate {
  const passage = passages[one.passage];
  return {
    id: one.id,
    kind: one.kind,
    passage: one.passage,
    words: raw.slice(one.start_at, one.end_at),
    whole: passage?.start_at === one.start_at && passage.end_at === one.end_at,
  };
}

interface Marking {
  readonly here: { city_id: number; document_id: string };
  readonly version: number;
  readonly changes: readonly SentenceChange[];
  readonly before: readonly OldPassage[];
}

/** What each sentence was before; framing that was confirmed word for word stays confirmed. */
async function markPassages(by: Doer, { here, version, changes, before }: Marking): Promise<void> {
  const marks = changes.flatMap((one) => {
    if (one.change === 'removed') return [];
    const was = one.change === 'same' ? before[one.before] : undefined;
    return [
      {
        seq: one.after,
        change: one.change,
        earlier_seq: one.change === 'added' ? null : one.before,
        framing_at: was?.framing_at ?? null,
        framing_by: was?.framing_by ?? null,
      },
    ];
  });
  await sql`
    update passage p set change = x.change, earlier_seq = x.earlier_seq, framing_at = x.framing_at,
      framing_by = x.framing_by, changed_in = ${version}
    from json_populate_recordset(null::passage, ${JSON.stringify(marks)}::json) x
    where p.city_id = ${here.city_id} and p.document_id = ${here.document_id} and p.seq = x.seq`.execute(
    by.tx,
  );
}

interface Taking {
  readonly here: { city_id: number; document_id: string };
  readonly version: number;
  readonly carried: readonly Carried[];
  readonly were: readonly OldCandidate[];
  readonly are: readonly OldCandidate[];
  readonly after: readonly OldPassage[];
  readonly raw: string;
}

async function takeOver(by: Doer, taking: Taking): Promise<void> {
  const { here, version, carried, were, are, after, raw } = taking;
  const old = new Map(were.map((one) => [one.id, one]));
  const fresh = new Map(are.map((one) => [one.id, one]));
  const marked: Record<string, unknown>[] = [];
  const idNow = new Map<string, string>();
  for (const one of carried) {
    const id = one.to ?? newId(by.now.getTime());
    idNow.set(one.from, id);
    const was = old.get(one.from);
    if (one.to !== undefined || one.span === undefined || was === undefined) continue;
    const start = (after[one.passage]?.start_at ?? 0) + one.span[0];
    const end = (after[one.passage]?.start_at ?? 0) + one.span[1];
    marked.push({
      ...here,
      id,
      version: 1,
      kind: was.kind,
      state: 'proposed',
      passage: one.passage,
      start_at: start,
      end_at: end,
      quote_start: start,
      quote_end: end,
      quote: raw.slice(start, end),
      proposal: was.proposal,
      edits: {},
      doubts: was.doubts,
      proposed_by: was.proposed_by,
      co_units: [],
      changed_in: version,
    });
  }
  const changes = carried.flatMap((one) => {
    const was = old.get(one.from);
    const id = idNow.get(one.from);
    if (was === undefined || id === undefined) return [];
    const doubts = fresh.get(id)?.doubts ?? was.doubts;
    return [{ id, ...takenOver(was, one.change, doubts, idNow) }];
  });
  await writeCandidates(by, here.document_id, version, changes);
}

/** A reworded row that is not handed down yet is asked about again; one that is keeps its link, with a doubt. */
function takenOver(
  was: OldCandidate,
  change: 'same' | 'reworded',
  doubts: readonly string[],
  idNow: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const linked = was.entry_id !== null || was.target_id !== null;
  const into = was.merged_into === null ? undefined : idNow.get(was.merged_into);
  const lost = was.state === 'merged' && into === undefined;
  const asks = lost || (change === 'reworded' && !linked);
  return {
    state: asks ? 'proposed' : was.state,
    merged_into: asks ? null : (into ?? null),
    edits: was.edits,
    lead_unit: was.lead_unit,
    co_units: was.co_units,
    entry_id: was.entry_id,
    target_id: was.target_id,
    earlier: was.id,
    doubts: change === 'reworded' ? [...new Set([...doubts, 'reworded'])] : doubts,
    decided_at: asks ? null : was.decided_at,
    decided_by: asks ? null : was.decided_by,
  };
}
