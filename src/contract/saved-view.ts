import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { Id, line, Moment, UnitName } from './fields.ts';
import { operation } from './operation.ts';

/** The pages of the ledger that views belong to: 问题清单, 任务清单, 整改推进, 核查销号. */
export const VIEW_PLACES = ['problems', 'tasks', 'progress', 'checks'] as const;

const Place = z.enum(VIEW_PLACES);
const Name = line(20);

/** What a view keeps: the address of the list (filter and order) and the columns put away. */
const Query = z.strictObject({
  search: z
    .record(z.string(), z.unknown())
    .check(z.refine((value) => JSON.stringify(value).length <= 4000, { error: '≤ 4000' })),
  hidden: z.optional(z.array(z.string().check(z.maxLength(20))).check(z.maxLength(20))),
});

export const SavedView = z.object({
  id: z.string(),
  place: Place,
  name: z.string(),
  query: Query,
  /** The unit whose people see it; absent: its maker alone. */
  unit: z.optional(UnitName),
  own: z.boolean(),
  /** May this reader rename or drop it? */
  mayChange: z.boolean(),
  at: Moment,
});

const common = { group: 'ledger', access: BUSINESS_ROLES } as const;

export const listViews = operation({
  ...common,
  id: 'listViews',
  method: 'GET',
  path: '/views',
  summary: {
    zh: '保存的视图：本人的，和本单位共享的',
    en: 'Saved views: one’s own, and those shared with one’s units',
  },
  scope: 'ledger:read',
  input: z.strictObject({}),
  output: z.object({ views: z.array(SavedView) }),
  refusals: ['not-allowed'],
});

export const saveView = operation({
  ...common,
  id: 'saveView',
  method: 'POST',
  path: '/views',
  summary: {
    zh: '把筛选、排序和列存为视图；可与本人任职的单位共享',
    en: 'Save filter, order and columns as a view, shared with a unit of one’s own if wanted',
  },
  scope: 'ledger:write',
  input: z.strictObject({ place: Place, name: Name, query: Query, unit: z.optional(Id) }),
  output: SavedView,
  refusals: ['invalid', 'not-allowed', 'name-taken', 'views-full'],
});

export const renameView = operation({
  ...common,
  id: 'renameView',
  method: 'POST',
  path: '/views/{id}/rename',
  summary: { zh: '给视图改名', en: 'Rename a view' },
  scope: 'ledger:write',
  input: z.strictObject({ id: Id, name: Name }),
  output: SavedView,
  refusals: ['invalid', 'not-found', 'not-allowed', 'name-taken'],
});

export const dropView = operation({
  ...common,
  id: 'dropView',
  method: 'POST',
  path: '/views/{id}/drop',
  summary: {
    zh: '删除视图（记录保留，不再显示）',
    en: 'Drop a view; it stays on record and is shown no more',
  },
  scope: 'ledger:write',
  input: z.strictObject({ id: Id }),
  output: z.object({ id: z.string() }),
  refusals: ['invalid', 'not-found', 'not-allowed'],
});
