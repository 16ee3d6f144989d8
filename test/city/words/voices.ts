import type { Channel, Subject, VoiceKind } from '#domain/voice/voice.ts';

type Told = readonly [
  kind: VoiceKind,
  channel: Channel,
  subject: Subject,
  words: string,
  fate: Fate,
];
/** How far a made-up voice has come. */
export type Fate =
  | 'new'
  | 'registered'
  | 'routed'
  | 'answered'
  | 'adopted'
  | 'raised'
  | 'same'
  | 'dismissed';

/** Made-up voices of one town; `same` says the same as the `raised` before it. */
export const VOICES: readonly Told[] = [
  [
    'request',
    'web',
    'lighting',
    '北街口第三根灯杆往东，路灯有五盏不亮，晚上接孩子看不清路。',
    'raised',
  ],
  ['request', 'hotline', 'lighting', '北街路灯坏了一个多星期，来电人请尽快修。', 'same'],
  ['request', 'box', 'lighting', '北街晚上没灯，老人走路害怕。', 'same'],
  ['request', 'web', 'lighting', '北街路灯不亮', 'same'],
  ['request', 'visit', 'lighting', '走访时北街商户反映路灯长期不亮，影响夜市。', 'same'],
  ['request', 'web', 'roads', '镇中心小学门口没有斑马线，放学时车多，家长很担心。', 'raised'],
  ['request', 'hotline', 'roads', '小学门口过街危险，请画斑马线、装减速带。', 'same'],
  ['request', 'web', 'water', '入冬以来水压不够，三楼以上早晚没水。', 'answered'],
  ['request', 'web', 'cleanliness', '集贸市场后巷垃圾三天没人清运。', 'registered'],
  ['request', 'box', 'cleanliness', '河边步道垃圾桶太少，到处是塑料袋。', 'routed'],
  ['request', 'hotline', 'housing', '小区电梯停了半个月，物业说没钱修。', 'registered'],
  ['request', 'web', 'health', '新农合异地报销跑了三趟还差材料，能不能一次说清？', 'answered'],
  ['request', 'enterprise', 'business', '园区变压器容量不够，旺季限电，订单赶不出来。', 'routed'],
  ['request', 'web', 'school', '公办幼儿园报名要排一夜队，希望改成网上摇号。', 'registered'],
  ['request', 'hotline', 'farming', '机井坏了没人修，二百亩麦子等水。', 'answered'],
  ['request', 'web', 'service', '办事大厅中午没人，请留一个窗口值班。', 'answered'],
  ['opinion', 'web', 'roads', '建议集市日在桥头加开一班公交。', 'adopted'],
  ['opinion', 'box', 'service', '建议把各窗口要带的材料贴在门口，写大字。', 'adopted'],
  ['opinion', 'web', 'farming', '建议统一收农膜，按斤给点钱，比罚款管用。', 'registered'],
  ['opinion', 'survey', 'business', '希望招商时把用工情况一起讲清楚。', 'registered'],
  ['opinion', 'web', 'cleanliness', '建议河道保洁分段挂牌，谁管哪段一看就知道。', 'adopted'],
  ['opinion', 'web', 'school', '建议延时服务时间和公交末班车对上。', 'new'],
  ['opinion', 'box', 'other', '开会少一点，下来看看多一点。', 'new'],
  ['request', 'web', 'roads', '桥头村进村路塌了半边，大车过不去。', 'new'],
  ['request', 'web', 'water', '村里自来水有股土味，请化验一下。', 'new'],
  ['request', 'hotline', 'housing', '危房改造补助去年报的，今年还没有回信。', 'new'],
  ['request', 'web', 'lighting', '广场南侧高杆灯一直闪。', 'new'],
  ['complaint', 'web', 'service', '有的窗口态度生硬，问三句答一句，来回跑了五趟。', 'new'],
  ['request', 'web', 'other', '本店新开张，欢迎选购，量大从优。', 'dismissed'],
  ['request', 'web', 'cleanliness', '垃圾车早上五点放音乐，能不能晚一点？', 'answered'],
  ['request', 'web', 'cleanliness', '集贸市场后巷垃圾堆了三天没人清运，味道很大。', 'new'],
  ['request', 'hotline', 'cleanliness', '集贸市场后巷的垃圾三天没清运了，请派人来。', 'new'],
];
