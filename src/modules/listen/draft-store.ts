import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Actor } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import type { AnswerWords } from '#domain/voice/answer.ts';
import { HANDLERS, REVIEWERS } from '#domain/voice/policy.ts';
import type { Context } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { within } from '#platform/reach.ts';

type At = Pick<Context, 'tx' | 'cityId' | 'today'>;

/** The words of the draft that waits. */
export async function waitingWords(
  db: Db | Tx,
  cityId: number,
  voiceId: string,
): Promise<AnswerWords | undefined> {
  const row = await db
    .selectFrom('voice_draft')
    .where('city_id', '=', cityId)
    .where('voice_id', '=', voiceId)
    .where('ended_as', 'is', null)
    .select(['outcome', 'body', 'facts', 'basis', 'reasons'])
    .executeTakeFirst();
  return row && { ...row, outcome: row.outcome ?? undefined };
}

/** The draft that waits waits no longer, by the version its voice has now. */
export async function endDraft(
  { tx, cityId }: Pick<At, 'tx' | 'cityId'>,
  voice: { readonly id: string; readonly version: number },
  as: 'replaced' | 'used' | 'dropped',
): Promise<void> {
  await tx
    .updateTable('voice_draft')
    .set({ ended_as: as, ended_at: voice.version })
    .where('city_id', '=', cityId)
    .where('voice_id', '=', voice.id)
    .where('ended_as', 'is', null)
    .execute();
}

/** How many drafts there have been of a voice. */
export async function draftsSoFar({ tx, cityId }: At, voiceId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(version), 0) as n from voice_draft
    where city_id = ${cityId} and voice_id = ${voiceId}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** A version more, kept by the event of the version its voice has now. */
export async function putDraft(
  { tx, cityId, today }: At,
  voice: { readonly id: string; readonly version: number },
  draft: AnswerWords & { readonly version: number; readonly unit: string | undefined },
): Promise<void> {
  const { version, unit, outcome, body, facts, basis, reasons } = draft;
  await tx
    .insertInto('voice_draft')
    .values({
      city_id: cityId,
      voice_id: voice.id,
      version,
      voice_version: voice.version,
      unit_id: unit ?? null,
      kept_on: today,
      outcome: outcome ?? null,
      body,
      facts,
      basis,
      reasons,
    })
    .execute();
}

/** Voices with a draft that this actor sees: the same rule as `seesDraft`, in SQL, beside that of reading. */
export function withDraft(actor: Actor): RawBuilder<SqlBool> {
  const of = (roles: readonly string[]) => actor.posts.filter(({ role }) => roles.includes(role));
  const desk = within('v.org_path', reachOf(actor, ['office']));
  const units = of(HANDLERS).map(({ unitId }) => unitId);
  const reviewers = of(REVIEWERS).map(
    (post) => sql<SqlBool>`(${within('v.org_path', reachOf({ ...actor, posts: [post] }))}
      and v.owner_unit is distinct from ${post.unitId} and not exists (select 1 from voice_message m
        where m.city_id = v.city_id and m.voice_id = v.id and m.kind = 'answer' and m.unit_id = ${post.unitId}))`,
  );
  const review = reviewers.length === 0 ? sql`false` : sql.join(reviewers, sql` or `);
  return sql<SqlBool>`(exists (select 1 from voice_draft d
      where d.city_id = v.city_id and d.voice_id = v.id and d.ended_as is null)
    and case when v.state = 'reviewing' then (${review})
      else (${desk} or coalesce(v.owner_unit = any(${units}::uuid[]), false)) end)`;
}
