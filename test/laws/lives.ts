import type { readEntry } from '#modules/ledger/read-entry.ts';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { appointChecker, recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry } from '#modules/verify/close-entry.ts';
import type { Db } from '#platform/db/open.ts';
import { addEvidence, NOON, type PostKey, type TinyCity, type UnitKey } from '#test/tiny-city.ts';

export type Detail = Awaited<ReturnType<typeof readEntry>>;

/** Who does what on either side of the tiny city. */
export const SIDES = {
  east: {
    lead: 'eastTown',
    co: ['eastHousing'],
    raiser: 'townLiaison',
    office: 'eastOffice',
    approver: 'townLeader',
  },
  west: {
    lead: 'westHousing',
    co: [],
    raiser: 'westHousingLiaison',
    office: 'westOffice',
    approver: 'westOffice',
  },
} as const satisfies Record<
  string,
  { lead: UnitKey; co: readonly UnitKey[]; raiser: PostKey; office: PostKey; approver: PostKey }
>;
export type Side = keyof typeof SIDES;

export const STAGES = [
  'raised',
  'listed',
  'assigned',
  'accepted',
  'delivered',
  'checked',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

export const DEADLINE = { kind: 'date' as const, on: '2026-08-31' };
export const MEASURES = [{ kind: 'measure' as const, text: '逐盏检修并建立巡查制度' }];
const LOOK = { method: 'on_site' as const, finding: 'confirmed' as const, note: '现场属实' };

/** A problem taken lawfully to a stage of its life. */
export async function problemAt(
  db: Db,
  city: TinyCity,
  stage: Stage,
  { side = 'east', title = '镇区路灯损坏多日无人修' }: { side?: Side; title?: string } = {},
): Promise<Detail> {
  const { lead, co, raiser, office, approver } = SIDES[side];
  let at = NOON.getTime();
  const act = <T>(who: PostKey, work: Parameters<typeof city.act<T>>[2]): Promise<T> =>
    city.act(db, who, work, new Date((at += 1000)));
  const steps: Record<Stage, (e: Detail) => Promise<Detail>> = {
    raised: () =>
      act(raiser, (ctx) =>
        raiseEntry(ctx, {
          kind: 'problem',
          title,
          source: 'self_check',
          level: 'unit',
          category: 'a',
        }),
      ),
    listed: (e) => act(office, (ctx) => listEntry(ctx, { id: e.id, version: e.version })),
    assigned: ({ id, version }) =>
      act(office, (ctx) =>
        assignEntry(ctx, {
          id,
          version,
          lead: city.unit[lead].id,
          co: co.map((key) => city.unit[key].id),
          deadline: DEADLINE,
          measures: MEASURES,
        }),
      ),
    accepted: ({ id, version }) => act(raiser, (ctx) => acceptEntry(ctx, { id, version })),
    delivered: async ({ id, version }) => {
      await addEvidence(db, city, id);
      const done = await act(raiser, (ctx) => deliverEntry(ctx, { id, version, note: '已修复' }));
      const unit = city.unit.supervision.id;
      return act(office, (ctx) => appointChecker(ctx, { id, version: done.version, unit }));
    },
    checked: ({ id, version }) =>
      act('inspector', (ctx) => recordCheck(ctx, { id, version, ...LOOK })),
    closed: ({ id, version }) => act(approver, (ctx) => closeEntry(ctx, { id, version })),
  };
  let entry: Detail | undefined;
  for (const step of STAGES.slice(0, STAGES.indexOf(stage) + 1))
    entry = await steps[step](entry as Detail);
  return entry as Detail;
}
