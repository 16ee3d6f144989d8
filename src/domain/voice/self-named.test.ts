import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disclosedIn, disclosedKinds, homesIn, keptOf, masked, without } from './disclosed.ts';
import { isWholeName } from './self-named.ts';

/** What of a text is a name by which its writer names himself. */
function names(text: string): string[] {
  return disclosedIn(text)
    .filter(({ kind }) => kind === 'name')
    .map(({ from, to }) => text.slice(from, to));
}

/** Sentence, and the names in it. */
const SELF: readonly (readonly [string, ...string[]])[] = [
  ['我叫王小明，村口路灯不亮', '王小明'],
  ['我叫王明住在柳河镇', '王明'],
  ['我叫李想反映路灯问题', '李想'],
  ['我叫王明是柳河村人', '王明'],
  ['我是王小明，家门口路灯坏了', '王小明'],
  ['我是柳河村村民王小明，路灯坏了', '王小明'],
  ['我是柳河镇张家庄村的赵铁柱，路灯坏了', '赵铁柱'],
  ['我是幸福小区业主李红梅，电梯坏了', '李红梅'],
  ['我是柳河村村民王小明、李大勇，', '王小明', '李大勇'],
  ['我是1号楼的高明远，', '高明远'],
  ['我是三组的村民，我叫于海洋', '于海洋'],
  ['本人王建国，家住柳河村', '王建国'],
  ['您好本人曾国强，想问', '曾国强'],
  ['本人是柳河村党支部书记王建民，反映水渠', '王建民'],
  ['本人欧阳锋，退休教师', '欧阳锋'],
  ['我叫司马光远，想问', '司马光远'],
  ['我叫尉迟恭在柳河住', '尉迟恭'],
  ['姓名：亓官云', '亓官云'],
  ['申请人：郄艳', '郄艳'],
  ['我的名字是阿不都·热合曼，住在柳河', '阿不都·热合曼'],
  ['我叫买买提·吐尔逊住在柳河', '买买提·吐尔逊'],
  ['联系人：张伟 电话', '张伟'],
  ['联系人：王女士，下午在', '王女士'],
  ['反映人：柳河村村民王小明', '王小明'],
  ['举报人：李 强', '李 强'],
  ['我姓王，住三楼', '王'],
  ['免贵姓陈', '陈'],
  ['我是姓李的先生', '李'],
  ['我姓王，名小明。', '王，名小明'],
  ['我是王女士，停水了', '王女士'],
  ['我是小王，家里停水', '小王'],
  ['我父亲叫王大山，今年八十', '王大山'],
  ['我叫Wang Lei，', 'Wang Lei'],
  ['My name is John Smith and the lamp is out', 'John Smith'],
  ['The lamp is out.\nYours sincerely,\nLi Lei', 'Li Lei'],
  ['路灯坏了，请修。\n此致\n敬礼\n王小明\n2026年5月1日', '王小明'],
  ['请尽快修。此致敬礼！王小明', '王小明'],
  ['请尽快修。王小明', '王小明'],
  ['请解决。王芳2026年5月1日', '王芳'],
  ['请尽快修\n柳河村村民：王小明', '王小明'],
  ['请尽快修\n幸福小区业主 王芳 13912345678', '王芳'],
  ['请尽快修\n王小明 李大勇 张三', '王小明', '李大勇', '张三'],
  ['请尽快修\n王小明\n李大勇', '王小明', '李大勇'],
  ['请尽快修\n——王小明敬上', '王小明'],
  ['请尽快修\n阿依古丽·买买提', '阿依古丽·买买提'],
  ['请尽快修\n防疫站 秦如安 2026年5月1日', '秦如安'],
  ['窗口推诿\n王小明\n（反映的单位：东岭县住建局）', '王小明'],
];

test('who names himself or signs is found, whatever his surname and wherever he belongs', () => {
  for (const [text, ...expected] of SELF)
    expect([text, names(text).toSorted()]).toEqual([text, expected.toSorted()]);
});

/** What looks like a name, or is somebody else's. */
const NOT_SELF = [
  '张家村路灯不亮',
  '我是张家村村民',
  '我是张家村的村民，路灯坏了',
  '我是王府井的商户',
  '李师傅面馆油烟大',
  '我是高中老师，学校门口堵',
  '我是高中生，',
  '我是毕业生，',
  '我是安徽人，在这打工',
  '本人认为应当修',
  '本人于去年5月反映',
  '本人于2023年反映',
  '本人曾多次反映',
  '本人常年在外，',
  '本人方便，',
  '本人家住柳河',
  '本人和家人，',
  '本人向贵局反映，',
  '本人马上要搬，',
  '本人强烈要求，',
  '我是业主，我要投诉',
  '我是车主，',
  '我是房东，房子漏水',
  '我是党员，',
  '我是农民，',
  '我是钟点工，',
  '我是店主，生意差',
  '我是单身，',
  '我是镇上的商户，',
  '我是物业的管家，',
  '我是村里的党员，',
  '我是业主都反映，',
  '我是时常路过的，',
  '我是初婚，',
  '我是一名带编制的老师，',
  '我是金水湾的业主，',
  '我是和平小区的老住户，',
  '我是金地花园，',
  '我是石油公司的，',
  '我叫救护车',
  '我叫了好几次',
  '我叫不到车',
  '我叫车去医院，',
  '我叫张师傅来修',
  '我叫人来修',
  '我叫门没人应，',
  '联系人：居委会',
  '联系人：物业',
  '联系人都不在，',
  '举报人：匿名',
  '反映人：全体业主',
  '申请人：柳河村村委会',
  '路灯不亮\n王家庄',
  '路灯不亮\n柳河村',
  '路灯不亮\n高中',
  '路灯不亮。高中',
  '路灯不亮。谢谢',
  '路灯不亮。严查',
  '路灯不亮\n石子路',
  '电梯坏了\n幸福小区',
  '盼复\n高温',
  '地点：\n黄河路',
  '要修：丰谷县致文小学',
  '路灯坏了。万分感谢',
  '王小明',
  '我姓名权受损',
  '我和邻居李大爷都去过',
  '全体村民\n水费太高',
];

/** Officials and others who are complained of: the words are worth nothing without them. */
const OTHERS = [
  '反映村支书李明贪占集体款',
  '我要投诉王建国局长',
  '我反映村主任王建国，三年不公开账目',
  '被反映人：王建国',
  '被举报人：李强，某局局长',
  '被举报人\n姓名：李强',
  '举报人：匿名\n被举报人：李强',
  '联系人：王建国主任',
  '联系人：王建国（村主任）',
  '他本人王强，不在',
  '书记本人王强，',
  '我是来找王建国，',
  '我是负责这片的王主任，',
  '我是被村长王建国打的，',
  '涉及人员：\n王建国 李强',
  '要求处理\n村主任：王建国',
  '请找张大爷核实。',
  '王局长不作为\n应该管',
];

test('what only looks like a name stays, and so does whoever is complained of', () => {
  for (const text of [...NOT_SELF, ...OTHERS]) expect([text, names(text)]).toEqual([text, []]);
});

test('a name given apart is hidden wherever it stands; what is no whole name hides nothing', () => {
  expect(masked('王小明家门口的灯，问王小明', '王小明')).toBe('〔已隐去〕家门口的灯，问〔已隐去〕');
  for (const given of ['', '王女士', '业主', '王', '张家村', '高中', '某单位'])
    expect([given, masked('王女士说张家村高中业主的灯坏了，王', given)]).toEqual([
      given,
      '王女士说张家村高中业主的灯坏了，王',
    ]);
  expect(['王小明', '欧阳锋', '阿不都·热合曼', '王明'].map(isWholeName)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test('the door of one’s own home is found behind its building; the street’s and a neighbour’s are not', () => {
  const hidden = (text: string, isPlace = false): string => without(text, homesIn(text, isPlace));
  expect(hidden('我家3号楼2单元501室漏水')).toBe('我家3号楼〔已隐去〕漏水');
  expect(hidden('我家住幸福小区5栋1202室，没暖气')).toBe('我家住幸福小区5栋〔已隐去〕，没暖气');
  expect(hidden('家住阳光小区3-2-501，停水')).toBe('家住阳光小区3〔已隐去〕，停水');
  expect(hidden('我家在北街12号，')).toBe('我家在北街〔已隐去〕，');
  expect(hidden('幸福小区3号楼2单元501', true)).toBe('幸福小区3号楼〔已隐去〕');
  for (const text of [
    '我家门口3号楼101室路灯',
    '我家3号楼下有垃圾',
    '我家楼上4号楼2单元501室',
    '幸福小区3号楼漏水',
    '我家在柳河村12号楼',
    '3号楼2单元501室漏水',
  ])
    expect(hidden(text)).toBe(text);
  // Needed by who comes to mend it: what goes to a unit keeps it unless its writer says otherwise.
  expect(masked('我家3号楼2单元501室漏水')).toBe('我家3号楼2单元501室漏水');
  expect(disclosedKinds('我叫王小明', '幸福小区3号楼2单元501')).toEqual({
    number: false,
    name: true,
    home: true,
  });
});

test('what was masked holds nothing more to mask, whatever it is put together from', () => {
  const piece = fc.constantFrom(
    '我叫',
    '本人',
    '我是',
    '联系人：',
    '姓名：',
    '王小明',
    '李红',
    '欧阳锋',
    '村民',
    '的',
    '高中',
    '，',
    '。',
    '\n',
    '13912345678',
    '此致',
    '敬礼',
    '2026年5月1日',
    '阿不·都拉',
    '〔已隐去〕',
    '、',
    ' ',
    '晋L12345',
    '__proto__',
    '我姓',
    '女士',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const once = masked(pieces.join(''));
      expect(masked(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test('numbers beside a signature do not make its line too long to be one', () => {
  const text = '路灯坏了\n13912345678，桥头村村民阿不·都拉，联系电话13912345678，或者13912345679';
  expect(masked(masked(text))).toBe(masked(text));
});

test('what is kept of words whose writer is forgotten is what was read of them, unless an officer wrote that', () => {
  const words = '欧阳建国反映：桥头路灯坏了，电话13900000007';
  const read = masked(words, '欧阳建国');
  expect(read).toBe('〔已隐去〕反映：桥头路灯坏了，电话〔已隐去〕');
  expect(keptOf(words, read)).toBe(read);
  for (const tidied of ['桥头路灯坏了', '〔已隐去〕：路灯坏了', '桥头路灯坏了，电话〔已隐去〕'])
    expect(keptOf(words, tidied)).toBe(masked(words));
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 3 }), (text, name) => {
      const seen = masked(text, name);
      expect(keptOf(text, seen)).toBe(seen);
    }),
  );
});
