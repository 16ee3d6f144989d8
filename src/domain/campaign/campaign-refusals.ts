/** What is refused of a campaign (专项): its actions, windows and taxonomies. */
export const CAMPAIGN_REFUSALS = {
  'cap-reached': {
    status: 422,
    zh: '动作数已达上限 {cap} 项；为基层减负，请合并或替换已有动作',
    en: 'The cap of {cap} actions is reached; join or replace existing ones',
  },
  'outside-window': {
    status: 422,
    zh: '“{what}”须在 {from} 至 {to} 之内，且按起始日期先后排列',
    en: '{what} must lie between {from} and {to}, in the order of the first days',
  },
  'bad-facets': {
    status: 422,
    zh: '口径有误：{codes} 重复、上级不存在、互为循环或超过四级',
    en: 'The facets {codes} are repeated, lack their parent, form a circle or go deeper than four levels',
  },
  'taxonomy-in-use': {
    status: 409,
    zh: '台账中已使用的分类 {codes} 在新口径中没有对应编码，请先保留或对照',
    en: 'The ledger uses the categories {codes}, which the new taxonomy lacks; keep their codes',
  },
} as const;
