import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type { FigureFields } from '#contract/candidate.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { advanceDocument, doerOf, findDocument, lockDocument } from './document-store.ts';
import { figureFields, loadCandidates } from './view-candidates.ts';
import { writeCandidates } from './write-candidates.ts';

/** A target that a person has accepted from a document (已采纳的指标), with the words that prove it. */
export interface AcceptedTarget {
  readonly candidate: string;
  readonly document: string;
  readonly unit: string;
  readonly campaign: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly heading: string;
  readonly figure: Sent<typeof FigureFields>;
  /** The target made of it, once there is one. */
  readonly target: string | undefined;
}

/** The accepted targets of a document within reach, in the order of the text. */
export async function acceptedTargets(q: Query, documentId: string): Promise<AcceptedTarget[]> {
  const document = await findDocument(q, documentId);
  const rows = await loadCandidates(
    q.db,
    q.cityId,
    sql`c.document_id = ${documentId} and c.kind = 'target' and c.state in ('accepted','edited')`,
  );
  return rows.map((row) => ({
    candidate: row.id,
    document: documentId,
    unit: document.unitId,
    campaign: document.campaignId,
    start: row.start_at,
    end: row.end_at,
    quote: row.quote,
    heading: row.heading,
    figure: figureFields(row),
    target: row.target_id ?? undefined,
  }));
}

/** Note which target was made of which candidate; one that has its target already stays with it. */
export async function linkTargets(
  ctx: Context,
  documentId: string,
  links: readonly { readonly candidate: string; readonly target: string }[],
): Promise<void> {
  const document = await lockDocument(ctx, documentId, 'decide');
  const known = await acceptedTargets({ ...ctx, db: ctx.tx }, documentId);
  const open = new Map(known.map((one) => [one.candidate, one.target]));
  const fresh = links.filter(({ candidate }) => {
    if (!open.has(candidate)) throw new Refusal('not-found', { id: candidate });
    return open.get(candidate) === undefined;
  });
  if (fresh.length === 0) return;
  const by = doerOf(ctx, document, 'decide');
  const payload = { candidates: fresh };
  const version = await advanceDocument(by, document, document.state, 'targets', payload);
  const writes = fresh.map(({ candidate, target }) => ({ id: candidate, target_id: target }));
  await writeCandidates(by, documentId, version, writes);
}
