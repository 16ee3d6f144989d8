export interface FacetWords {
  readonly code: string;
  readonly name: string;
  readonly parent?: string;
}

/** 六个破除, second version: the categories of the present campaign. */
export const BREAKS: readonly FacetWords[] = [
  { code: 'P1', name: '破除路径依赖、凭老经验办事' },
  { code: 'P2', name: '破除坐等上门、伸手要政策' },
  { code: 'P3', name: '破除各管一段、信息不通' },
  { code: 'P4', name: '破除拖着不办、来回转办' },
  { code: 'P5', name: '破除只发通知、不问结果' },
  { code: 'P6', name: '破除遇难绕行、不敢拍板' },
];

/** The first version, five words for the same: kept because the older campaign was counted by it. */
export const BREAKS_BEFORE: readonly FacetWords[] = [
  { code: 'A', name: '守旧' },
  { code: 'B', name: '依赖' },
  { code: 'C', name: '推诿' },
  { code: 'D', name: '虚浮' },
  { code: 'E', name: '畏难' },
];

export const BREAKS_CROSSWALK: readonly (readonly [string, string])[] = [
  ['A', 'P1'],
  ['B', 'P2'],
  ['C', 'P3'],
  ['C', 'P4'],
  ['D', 'P5'],
  ['E', 'P6'],
];

/** 六个聚焦: what an entry serves. */
export const SERVES: readonly FacetWords[] = [
  { code: 'J1', name: '聚焦产业提质' },
  { code: 'J2', name: '聚焦办事便利' },
  { code: 'J3', name: '聚焦村社善治' },
  { code: 'J4', name: '聚焦城市安居' },
  { code: 'J5', name: '聚焦民生暖心' },
  { code: 'J6', name: '聚焦守牢底线' },
];

/** The city's own: the field of work, two deep. */
export const FIELDS: readonly FacetWords[] = [
  { code: 'L1', name: '城乡建设' },
  { code: 'L11', name: '市政设施', parent: 'L1' },
  { code: 'L12', name: '农村道路', parent: 'L1' },
  { code: 'L2', name: '公共服务' },
  { code: 'L21', name: '教育医疗', parent: 'L2' },
  { code: 'L22', name: '养老就业', parent: 'L2' },
  { code: 'L3', name: '经济发展' },
  { code: 'L4', name: '生态环境' },
  { code: 'L5', name: '安全稳定' },
  { code: 'L6', name: '自身建设' },
];
