import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import type { OrgPath } from '#domain/org/path.ts';
import { checkpointOf } from '#domain/target/light.ts';
import { rollUp } from '#domain/target/roll-up.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { sql, type SqlBool } from 'kysely';
import { filterParts } from './list-targets.ts';
import { loadRules, viewRule } from './pace-rules.ts';
import { type LoadedTarget, loadTargets } from './target-load.ts';
import { type Judged, judge } from './target-view.ts';

type Progress = Sent<(typeof contract.targetProgress)['output']>;

/** More targets than one table can tell of. */
const MOST = 20_000;

interface Line {
  readonly id: string;
  readonly name: string;
  readonly path: OrgPath;
}

/**
 * 序时进度: for the unit asked about and each unit right below it, what its targets and those below it say at
 * a date. The order is that of administration; nothing is ranked.
 */
export async function targetProgress(
  q: Query,
  input: InputOf<typeof contract.targetProgress>,
): Promise<Progress> {
  const at = input.at ?? q.today;
  const reach = reachOf(q.actor);
  const path = input.unit === undefined ? undefined : await pathOfUnit(q.db, q.cityId, input.unit);
  const scope = path === undefined ? reach : narrowed(reach, path);
  if (scope.roots.length === 0) throw new Refusal('not-found');
  const rules = await loadRules(q.db, q.cityId);
  const { indicator, campaign } = input;
  const rows = await loadTargets(q.db, {
    ...q,
    asOf: { at, known: input.known },
    where: [
      ...(await filterParts(q, { unit: input.unit, indicator, campaign })),
      sql<SqlBool>`t.state <> 'proposed'`,
      sql<SqlBool>`t.period_from <= ${at}`,
      sql<SqlBool>`t.period_to >= ${yearOf(at)}::date`,
    ],
    limit: MOST,
  });
  const judged = rows.map((row) => ({ row, ...judge(row, rules, at) }));
  const lines = await linesOf(q, scope.roots);
  return {
    at,
    checkpoint: checkpointOf(at),
    unit: lines.top === undefined ? null : { id: lines.top.id, name: lines.top.name },
    rules: [...new Set([...judged.map((one) => one.rule), 0])].flatMap((index) => {
      const rule = rules[index];
      return rule === undefined ? [] : [viewRule(rule)];
    }),
    lines: lines.all.flatMap((line) => {
      const own = judged.filter(({ row }) =>
        line === lines.top ? row.unit_path === line.path : row.unit_path.startsWith(line.path),
      );
      return own.length === 0 ? [] : [viewLine(line, own)];
    }),
    indicators: [...new Map(rows.map((row) => [row.indicator_id, row.indicator_name]))].map(
      ([id, name]) => ({ id, name }),
    ),
  };
}

/** Targets that ended before the year of the date have been concluded, and are no part of its pace. */
function yearOf(at: string): string {
  return `${at.slice(0, 4)}-01-01`;
}

function viewLine(
  line: Line,
  own: readonly (Judged & { readonly row: LoadedTarget })[],
): Progress['lines'][number] {
  const lights = { green: 0, yellow: 0, red: 0, grey: 0 };
  for (const { light } of own) lights[light] += 1;
  // Grey ones are known too little to be rolled up: they lower the coverage, not the value.
  const part = (of: 'progress' | 'wanted') =>
    rollUp(
      own.map(({ row, pace, light }) => ({
        weight: Number(row.weight),
        value: light === 'grey' ? undefined : pace?.[of],
      })),
    );
  const [progress, wanted] = [part('progress'), part('wanted')];
  return {
    unit: { id: line.id, name: line.name },
    targets: own.length,
    lights,
    rolledUp:
      progress === undefined || wanted === undefined
        ? null
        : { progress: progress.value, wanted: wanted.value, coverage: progress.coverage },
  };
}

/** The units of the table: the only root and what lies right below it, or each root where there are several. */
async function linesOf(
  q: Query,
  roots: readonly OrgPath[],
): Promise<{ readonly top: Line | undefined; readonly all: readonly Line[] }> {
  const tops = await q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .where('org_path', 'in', [...roots])
    .orderBy('sort')
    .orderBy('no')
    .select(['id', 'short_name as name', 'org_path as path'])
    .execute();
  const [top] = tops;
  if (top === undefined || tops.length > 1) return { top: undefined, all: tops };
  const below = await q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .where('parent_id', '=', top.id)
    .orderBy('sort')
    .orderBy('no')
    .select(['id', 'short_name as name', 'org_path as path'])
    .execute();
  return { top, all: [top, ...below] };
}
