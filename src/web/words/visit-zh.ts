/** 走访记录，手机上用 */
export const visitZh = {
  title: '走访记录',
  lead: '记事不记人：对方提了什么、要什么帮助、当场怎么办的。不打卡、不拍照、不计次数。',
  kind: '走到哪里',
  kinds: { enterprise: '入企', village: '进村', household: '入户' },
  raised: '提了什么问题',
  raisedHint: '只写事。反映单位或干部作风的不在这里记，请对方扫码自己提。',
  help: '希望帮什么（可不填）',
  place: '地点（可不填）',
  outcome: '结果',
  outcomes: {
    settled: '当场解决了',
    voice: '转为诉求，交受理岗办',
    problem: '列为问题，进台账',
  },
  settled: '当场怎么解决的',
  settledHint: '选“当场解决了”时必填',
  contact: '对方的联系方式（可不填）',
  contactHint: '加密封存，谁也看不到；用来转达办理结果。',
  send: '记下',
  done: '已记下',
  became: (no: string) => `编号 ${no}`,
  code: '查询码，请抄给对方，只显示这一次：',
  another: '再记一条',
  needSettled: '请写明当场怎么解决的',
};

export type VisitWords = typeof visitZh;
