import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-trace.ts';
import type { Query } from '#platform/command.ts';
import { findDocument, loadDocuments } from './document-store.ts';
import { rawText } from './read-documents.ts';
import { type CandidateRow, loadCandidates } from './view-candidates.ts';

type Answer = Sent<typeof contract.compareDocument.output>;

interface Sentence {
  readonly seq: number;
  readonly start_at: number;
  readonly end_at: number;
  readonly change: 'same' | 'reworded' | 'added' | null;
  readonly earlier_seq: number | null;
}

/** 版本比对: what became of each sentence of the version before, and which accepted rows that touches. */
export async function compareDocument(q: Query, { id }: { readonly id: string }): Promise<Answer> {
  const document = await findDocument(q, id);
  const [earlier] =
    document.revisionOf === undefined
      ? []
      : await loadDocuments(q.db, q.cityId, [document.revisionOf]);
  if (earlier === undefined) return { same: 0, changes: [] };
  const [now, then] = [await sentencesOf(q, id), await sentencesOf(q, earlier.id)];
  const [nowText, thenText] = [await rawText(q, id), await rawText(q, earlier.id)];
  const touching = await touchesOf(q, id, earlier.id);
  const before = (seq: number): { seq: number; text: string } => ({
    seq,
    text: thenText.slice(then[seq]?.start_at, then[seq]?.end_at),
  });
  const kept = new Set(now.map((one) => one.earlier_seq));
  const changed = now.flatMap((one): (Answer['changes'][number] & { at: number })[] => {
    if (one.change === null || one.change === 'same') return [];
    const after = { seq: one.seq, text: nowText.slice(one.start_at, one.end_at) };
    const was = one.earlier_seq ?? undefined;
    return [
      {
        change: one.change,
        ...(was === undefined ? {} : { before: before(was) }),
        after,
        touches: was === undefined ? [] : (touching.get(was) ?? []),
        at: one.seq,
      },
    ];
  });
  const placeOf = (seq: number): number => {
    const next = now.find((one) => one.earlier_seq !== null && one.earlier_seq > seq);
    return (next?.seq ?? now.length) - 0.5;
  };
  const removed = then
    .filter((one) => !kept.has(one.seq))
    .map((one) => ({
      change: 'removed' as const,
      before: before(one.seq),
      touches: touching.get(one.seq) ?? [],
      at: placeOf(one.seq),
    }));
  return {
    earlier: { id: earlier.id, title: earlier.title },
    same: now.filter((one) => one.change === 'same').length,
    changes: [...changed, ...removed]
      .toSorted((a, b) => a.at - b.at)
      .map(({ at: _at, ...change }) => change),
  };
}

async function sentencesOf(q: Query, id: string): Promise<Sentence[]> {
  return await q.db
    .selectFrom('passage')
    .select(['seq', 'start_at', 'end_at', 'change', 'earlier_seq'])
    .where('city_id', '=', q.cityId)
    .where('document_id', '=', id)
    .orderBy('seq')
    .execute();
}

/** Decided candidates of the version before, by sentence, and whether this version took them over. */
async function touchesOf(
  q: Query,
  id: string,
  earlierId: string,
): Promise<Map<number, Answer['changes'][number]['touches']>> {
  const were = await loadCandidates(
    q.db,
    q.cityId,
    sql`c.document_id = ${earlierId} and (c.state in ('accepted','edited') or c.entry_id is not null)`,
  );
  const are = await loadCandidates(
    q.db,
    q.cityId,
    sql`c.document_id = ${id} and c.earlier is not null`,
  );
  const carried = new Set(are.map((row) => row.earlier));
  const touch = (row: CandidateRow): Answer['changes'][number]['touches'][number] => ({
    candidate: row.id,
    carried: carried.has(row.id),
    ...(row.entry === null ? {} : { entry: { id: row.entry.id, no: row.entry.no } }),
  });
  const bySentence = Map.groupBy(were, (row) => row.passage);
  return new Map([...bySentence].map(([seq, rows]) => [seq, rows.map(touch)]));
}
