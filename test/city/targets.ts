import * as indicatorContract from '#contract/indicator.ts';
import * as contract from '#contract/target-moves.ts';
import { Refusal } from '#domain/refusal.ts';
import { monthEnd, nextPeriodEnd } from '#domain/target/period.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import { handDownTarget } from '#modules/targets/hand-down.ts';
import { defineIndicator } from '#modules/targets/define-indicator.ts';
import { recordReading } from '#modules/targets/readings.ts';
import { effectTarget, proposeTarget } from '#modules/targets/target-moves.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import type { Loaded } from './load.ts';

/** One made-up indicator of the year's plan, its goal, and how its figures run. */
interface Made {
  readonly name: string;
  readonly measure: string;
  readonly meaning: string;
  readonly periodicity?: 'monthly' | 'quarterly';
  readonly direction?: 'up' | 'down' | 'keep';
  readonly op?: 'ge' | 'le' | 'about';
  readonly path?: 'linear' | 'seasonal' | 'held';
  readonly profile?: readonly number[];
  readonly grade?: 'binding' | 'expected' | 'striven';
  readonly baseline?: number;
  readonly goal?: number;
  /** The figure at a share of the year gone. */
  readonly figure: (gone: number) => number;
  /** So many of the last periods have no figure yet. */
  readonly missing?: number;
  /** Are its first figures corrected later? */
  readonly restated?: boolean;
  /** Handed down to counties: each its share of the goal, and how far it is on its own way. */
  readonly counties?: readonly (readonly [share: number, pace: number])[];
}

const INDICATORS: readonly Made[] = [
  {
    name: '地区生产总值增速',
    measure: '%',
    meaning: '按不变价计算的季度累计同比增速，统计局核算',
    periodicity: 'quarterly',
    op: 'about',
    path: 'held',
    goal: 6,
    figure: (t) => 5.4 + t * 0.5,
  },
  {
    name: '固定资产投资',
    measure: '亿元',
    meaning: '全社会固定资产投资完成额（不含农户），年初累计',
    baseline: 0,
    goal: 907,
    figure: (t) => 907 * t * 0.94,
    counties: [
      [0.24, 1.04],
      [0.2, 0.93],
      [0.18, 0.62],
    ],
  },
  {
    name: '一般公共预算收入',
    measure: '亿元',
    meaning: '地方一般公共预算收入，年初累计，财政快报',
    baseline: 0,
    goal: 152,
    figure: (t) => 152 * t * 1.03,
    restated: true,
  },
  {
    name: '招商引资签约额',
    measure: '亿元',
    meaning: '正式合同约定的投资额，框架协议不计，增资只计增量',
    baseline: 0,
    goal: 600,
    grade: 'striven',
    figure: (t) => 600 * t * 0.78,
    counties: [
      [0.25, 0.98],
      [0.2, 0.81],
      [0.15, 0.9],
    ],
  },
  {
    name: '新增高新技术企业',
    measure: '家',
    meaning: '当年通过认定的企业数，以公告为准',
    periodicity: 'quarterly',
    baseline: 0,
    goal: 80,
    path: 'seasonal',
    profile: [5, 10, 15, 70],
    figure: (t) => (t < 0.5 ? 5 : t < 0.75 ? 13 : 26),
  },
  {
    name: '城镇新增就业',
    measure: '万人',
    meaning: '城镇累计新就业人数减去自然减员',
    baseline: 0,
    goal: 4.2,
    grade: 'expected',
    figure: (t) => 4.2 * t * 1.06,
  },
  {
    name: '城镇调查失业率',
    measure: '%',
    meaning: '月度劳动力调查，季度平均',
    direction: 'down',
    op: 'le',
    path: 'held',
    goal: 5.5,
    periodicity: 'quarterly',
    figure: (t) => 5.3 - t * 0.2,
  },
  {
    name: '空气优良天数比率',
    measure: '%',
    meaning: '国控站点优良天数占有效监测天数，年初累计',
    path: 'held',
    goal: 78,
    grade: 'binding',
    figure: (t) => 70 + t * 4,
  },
  {
    name: '老旧小区改造开工',
    measure: '个',
    meaning: '取得施工许可并实际动工的小区',
    baseline: 0,
    goal: 126,
    figure: (t) => Math.round(126 * t * 0.55),
    missing: 3,
  },
  {
    name: '农村公路新改建',
    measure: '公里',
    meaning: '交工验收合格的里程',
    baseline: 0,
    goal: 320,
    path: 'seasonal',
    profile: [2, 3, 4, 7, 10, 12, 13, 13, 14, 12, 7, 3],
    figure: (t) => 320 * Math.max(0, t * 1.12 - 0.12) * 0.98,
  },
  {
    name: '单位地区生产总值能耗降幅',
    measure: '%',
    meaning: '与上年相比的下降幅度，统计局与发展改革部门联合核定',
    periodicity: 'quarterly',
    baseline: 0,
    goal: 3.2,
    grade: 'binding',
    figure: (t) => 3.2 * t * 0.66,
  },
  { name: '经济总量', measure: '', meaning: '', figure: () => 0 },
];

const PER_YEAR = { monthly: 12, quarterly: 4 } as const;

/**
 * The year's plan of the made-up city, made by the moves of the module itself: targets with figures up to
 * the last period that is over, some stale, one restated, one whose text gives no threshold.
 */
export async function loadTargets(
  database: Database,
  cityId: number,
  { city, accounts }: Loaded,
  now: Date,
): Promise<void> {
  const office = accounts.find((account) => account.login === 'office');
  const actor = await actorOfAccount(database.db, cityId, office?.id ?? '', now);
  if (actor === undefined) throw new Refusal('not-found', { account: 'office' });
  const counties = city.organisation.counties.map((county) => county.id);
  await database.db.transaction().execute(async (tx) => {
    const ctx: Context = { actor, cityId, now, today: dayOf(now), tx };
    for (const one of INDICATORS) await tell(ctx, one, city.organisation.city.id, counties);
  });
}

async function tell(
  ctx: Context,
  made: Made,
  unit: string,
  counties: readonly string[],
): Promise<void> {
  const year = ctx.today.slice(0, 4);
  const { name, measure, meaning, direction, periodicity } = made;
  const adds = made.counties !== undefined;
  const indicator = await defineIndicator(
    ctx,
    indicatorContract.defineIndicator.input.parse({
      name,
      measure,
      meaning,
      direction,
      periodicity,
      adds,
      source: '统计月报',
    }),
  );
  const proposed = await proposeTarget(
    ctx,
    contract.proposeTarget.input.parse({
      indicator: indicator.id,
      unit,
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      ...(made.baseline === undefined ? {} : { baseline: String(made.baseline) }),
      ...(made.goal === undefined ? {} : { goal: String(made.goal) }),
      op: made.op,
      path: made.path,
      grade: made.grade,
      profile: made.profile,
      remark: made.goal === undefined ? '报告原文：“经济总量再上新台阶”，没有给出数值' : '',
    }),
  );
  if (made.goal === undefined) return;
  const { target } = await effectTarget(ctx, proposed.target);
  const days = periodsOver(ctx.today, periodicity ?? 'monthly').slice(
    0,
    -(made.missing ?? 0) || undefined,
  );
  await report(ctx, indicator.id, unit, days, made, 1);
  if (made.counties === undefined) return;
  const parts = made.counties.flatMap(([share, pace], at) => {
    const county = counties[at];
    return county === undefined ? [] : [{ county, share, pace }];
  });
  await handDownTarget(
    ctx,
    contract.handDownTarget.input.parse({
      id: target.id,
      version: target.version,
      parts: parts.map(({ county, share }) => ({
        unit: county,
        goal: String(Math.round((made.goal ?? 0) * share)),
        weight: share,
      })),
    }),
  );
  for (const { county, share, pace } of parts)
    await report(ctx, indicator.id, county, days, { ...made, restated: false }, share * pace);
}

async function report(
  ctx: Context,
  id: string,
  unit: string,
  days: readonly string[],
  made: Made,
  scale: number,
): Promise<void> {
  const periods = PER_YEAR[made.periodicity ?? 'monthly'];
  const say = async (day: string, value: number, vintage: string, note = ''): Promise<void> => {
    const text = String(Number(value.toFixed(Math.abs(value) < 20 ? 2 : 1)));
    const input = { id, unit, periodEnd: day, value: text, vintage, note };
    await recordReading(ctx, indicatorContract.recordReading.input.parse(input));
  };
  for (const [i, day] of days.entries()) {
    const gone = Number(day.slice(5, 7)) / 12;
    const value = made.figure(gone) * scale;
    const settled = i < days.length - Math.ceil(periods / 6);
    await say(day, value, 'provisional');
    if (settled) await say(day, value * (made.restated === true ? 1.004 : 1), 'final');
    if (settled && made.restated === true && i === 1)
      await say(day, value * 0.991, 'restated', '剔除一次性入库，与决算口径一致');
  }
}

/** The last days of this year's periods whose figures may be expected by now. */
function periodsOver(today: string, periodicity: 'monthly' | 'quarterly'): string[] {
  const days: string[] = [];
  const given = new Date(Date.parse(today) - 15 * 86_400_000).toISOString().slice(0, 10);
  let day = monthEnd(`${Number(today.slice(0, 4)) - 1}-12`);
  for (;;) {
    const next = nextPeriodEnd(day, periodicity);
    if (next === undefined || next > given || next.slice(0, 4) > today.slice(0, 4)) return days;
    days.push(next);
    day = next;
  }
}
