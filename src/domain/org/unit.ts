/** 市, 县(市区), 部门, 乡镇街道, 村, 社区, 支部, 办公室, 企业, 专班 */
export const UNIT_KINDS = [
  'city',
  'county',
  'department',
  'town',
  'village',
  'community',
  'branch',
  'office',
  'enterprise',
  'taskforce',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];
