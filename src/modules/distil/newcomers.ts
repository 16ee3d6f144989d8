import { sql } from 'kysely';
import type { Statement } from '#domain/alike/statement.ts';
import type { Db } from '#platform/db/open.ts';
import type { NearStatement } from '#platform/workers/distil-messages.ts';
import type { AlikeIndex } from './alike-index.ts';
import type { SubjectRef } from './alike-store.ts';
import { problemsToCompare, voicesToCompare } from './statements.ts';
import type { SubjectKind, VoicePort } from './subjects.ts';
import { openBeside } from './write-queue.ts';

/** Beside what has just come in so many are shown. */
const MOST_SHOWN = 10;

/** What has come in, and what of that which was told before may stand beside it, the likeliest first. */
export interface Newcomer extends SubjectRef {
  readonly campaign: string | undefined;
  /** The nearest wherever it is told, of whose kind it is. */
  readonly kin: SubjectRef | undefined;
  readonly near: readonly (NearStatement & {
    readonly kind: SubjectKind;
    /** Closed: what was struck off is not mended by a link. */
    readonly isOver: boolean;
  })[];
}

/** Tells the index of what came in, and what there was like it; what must not be compared is left out. */
export async function newcomersOf(
  db: Db,
  cityId: number,
  refs: readonly SubjectRef[],
  { index, voices }: { readonly index: AlikeIndex; readonly voices: VoicePort | undefined },
): Promise<Newcomer[]> {
  const told = await tellAll(db, cityId, refs, { index, voices });
  const ids = told.map(({ id }) => id);
  const others = told.flatMap(({ near }) => near.map((one) => one.id));
  const standing = await standingOf(db, cityId, [...ids, ...others]);
  const isOpen = await openBeside(db, cityId, { ids, others, voices });
  return told.map(({ id, kind, kin, near }): Newcomer => {
    const campaign = standing.get(id)?.campaign;
    const beside = near.flatMap((one) => {
      if (one.id === id || !isOpen(id, one.id)) return [];
      if (one.kind !== 'entry') return [{ ...one, isOver: false }];
      // Another campaign's problems are another ledger's.
      const stands = standing.get(one.id);
      if (stands === undefined || (kind === 'entry' && stands.campaign !== campaign)) return [];
      return [{ ...one, isOver: stands.isOver }];
    });
    return { id, kind, campaign, kin, near: beside.slice(0, MOST_SHOWN) };
  });
}

interface Told extends SubjectRef {
  readonly kin: SubjectRef | undefined;
  readonly near: readonly (NearStatement & { readonly kind: SubjectKind })[];
}

async function tellAll(
  db: Db,
  cityId: number,
  refs: readonly SubjectRef[],
  { index, voices }: { readonly index: AlikeIndex; readonly voices: VoicePort | undefined },
): Promise<Told[]> {
  const ofKind = (wanted: SubjectKind): string[] => [
    ...new Set(refs.filter(({ kind }) => kind === wanted).map(({ id }) => id)),
  ];
  const statements: (readonly [SubjectKind, Statement])[] = [
    ...(await problemsToCompare(db, cityId, ofKind('entry'))).map((one) => ['entry', one] as const),
    ...(await voicesToCompare(db, cityId, voices, ofKind('voice'))).map(
      (one) => ['voice', one] as const,
    ),
  ];
  const told: Told[] = [];
  for (const [kind, statement] of statements) {
    const { same, kin, near, kindOf } = await index.tell(db, cityId, statement, kind);
    const first = { score: 1, decision: 'link' as const, rule: 'same-text' as const };
    const all: NearStatement[] = [...(same === undefined ? [] : [{ id: same, ...first }]), ...near];
    told.push({
      id: statement.id,
      kind,
      kin: kin === undefined ? undefined : { id: kin, kind: kindOf(kin) },
      near: all.map((one) => ({ ...one, kind: kindOf(one.id) })),
    });
  }
  return told;
}

interface Standing {
  readonly campaign: string | undefined;
  readonly isOver: boolean;
}

async function standingOf(
  db: Db,
  cityId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const { rows } = await sql<{ id: string; campaign: string | null; state: string }>`
    select id, campaign_id as campaign, state from entry
    where city_id = ${cityId} and id = any(${ids}::uuid[])
      and state not in ('cancelled', 'not_listed')`.execute(db);
  return new Map(
    rows.map(({ id, campaign, state }) => [
      id,
      { campaign: campaign ?? undefined, isOver: state === 'closed' },
    ]),
  );
}
