import { type Cue, isWidelyBorne, needsThree, OFFICE, surnameAt } from './surnames.ts';

/** A stretch of a text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const HAN = /[\u3400-\u9fff\u{20000}-\u{2fa1f}]/u;
const DOT = '·•・‧';
/** A line or two is looked at from a cue on, not the whole text. */
const REACH = 48;

/** 我叫, 我的名字是, 我父亲叫: whoever follows is the writer or his own family. */
const CALLED =
  /(?:我|本人|俺)(?:名叫|叫做|叫|(?:的)?(?:真实)?(?:名字|姓名|全名)(?:叫做|叫|是|为|[：:])|(?:爸|妈|父亲|母亲|丈夫|妻子|老公|老婆|爱人|儿子|女儿|孩子|爷爷|奶奶)(?:名)?叫)\s?/g;
/** 联系人：, 反映人：; not 被反映人, who is somebody else. */
const LABELLED =
  /(?<!被)(?:联系人|反映人|申请人|举报人|投诉人|诉求人|建议人|来信人|来访人|信访人|上访人|请求人|反应人|询问人|报修人|求助人|报告人|留言人|提议人|写信人|申诉人|署名|落款|签名|签字)(?:姓名)?[ \u3000]?[：:是为][ \u3000]{0,3}|(?<![\u4e00-\u9fff])姓\s?名[ \u3000]?[：:][ \u3000]{0,3}/g;
/** 我是柳河村村民……, 本人……: a name may follow, at once or after where its bearer belongs. */
const LOOSE =
  /(?:我|俺|(?<![\u4e00-\u9fff])本人|好本人)(?:就是|是|系)[ \u3000]?|(?:(?<![\u4e00-\u9fff])|[我好])本人[，,：:]?[ \u3000]?/g;
/** 我姓王, 免贵姓王, 我是姓王的. */
const SURNAMED = /(?:我|本人|俺|免贵|我是|本人是)姓/g;
/** With capitals: in small letters it is a word like any other. */
const ENGLISH =
  /\b[Mm]y name is ([A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3})|\b(?:[Yy]ours (?:sincerely|faithfully|truly)|(?:Kind |Best )?[Rr]egards|Sincerely),?\s{1,9}([A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3})\s*$/g;

/** What one belongs to, or is, before one says one's name (身份). */
const BELONGING =
  /村民|居民|业主|住户|租户|户主|职工|员工|教师|老师|学生|家长|社区|小区|街道|店主|党员|群众|商户|老板|会计|主任|书记|支书|委员|经理|负责人|法人|代表|司机|民警|医生|村|组|镇|乡|县|路|院|的|[：:]/g;
/** The same under a text, where an office tells of whom it is: 村主任：王建国 under it is not its writer. */
const SIGNER =
  /(?:村民|居民|业主|住户|租户|户主|职工|员工|教师|学生|家长|社区|小区|街道|店主|党员|群众|商户|代表|村|组|镇|乡|县|路|院|人)[：: \u3000]?/g;
/** One who says these before a name speaks of somebody else. */
const OF_ANOTHER = /被|反映|举报|投诉|控告|检举|状告|替|帮|想|要|找|问/;
const CLAUSE = /[，。；！？、,;!?\n（(]/;

/** What people are called by who do not give their own name (称呼). */
const HONORIFIC = /^(?:某|某某)?(?:先生|女士|小姐|同志|大爷|大妈|阿姨|大姐|大哥)/;
/** What a sentence goes on with after a name. */
const GOES_ON =
  /^(?:的?(?:电话|手机|身份证)|联系|家住|住在|现住|住|今年|现年|现反映|想反映|要反映|来反映|反映|投诉|敬上|谨上|拜上|敬呈|呈上|代表|同志|[女男是系在来想要因于和与等及携上呈])/;
/** The last character of places and of people without a name: 张家村, 安徽人, 钟点工. */
const PLACE_END = new Set(
  '村镇乡屯庄路街巷桥区县市沟坡湾岭堡寨店口集铺庙寺塔楼站院校局所厂园苑坊城处室科部队组社会司井',
);
const ROLE_END =
  /(?:[人员户者师工匠家长]|村民|居民|市民|农民|渔民|学生|老生|先生|女士|医生|业主|群众|家属|附近|门前|全体|小学|中学|大学)$/;

/**
 * Where a writer names himself (自报姓名), or signs. Names of others stay: who is complained of must be known. A name
 * is believed by its surname, its length and what stands before and behind it.
 */
export function selfNamedIn(text: string): Stretch[] {
  const found: Stretch[] = [];
  /** Whoever is named here, and those who say it together with him: 王小明、李大勇. */
  const take = (at: number, cue: Cue, least = 1): boolean => {
    let one = personAt(text, at, cue, least);
    const isNamed = one !== undefined;
    while (one !== undefined) {
      found.push(one);
      const next = /^\s?[、和及 \u3000]\s?/.exec(text.slice(one.to, one.to + 4));
      one = next === null ? undefined : personAt(text, one.to + next[0].length, 'loose');
    }
    return isNamed;
  };
  /** 柳河村村民王小明: the name after the last thing he belongs to, in the same clause. */
  const takeBelonging = (at: number): void => {
    const ahead = text.slice(at, at + REACH);
    const end = ahead.search(CLAUSE);
    const clause = end === -1 ? ahead : ahead.slice(0, end);
    for (const { 0: word, index } of [...clause.matchAll(BELONGING)].toReversed()) {
      if (OF_ANOTHER.test(clause.slice(0, index))) continue;
      const start = index + word.length;
      const called = /^[ \u3000]?(?:名?叫)?/.exec(clause.slice(start))?.[0].length ?? 0;
      if (take(at + start + called, 'loose')) return;
    }
  };
  for (const { 0: cue, index } of text.matchAll(CALLED)) take(index + cue.length, 'plain');
  for (const { 0: cue, index } of text.matchAll(LABELLED)) {
    if (cue.startsWith('姓') && text.slice(Math.max(0, index - 12), index).includes('被')) continue;
    const at = index + cue.length;
    if (!take(at, 'plain')) takeBelonging(at);
  }
  for (const { 0: cue, index } of text.matchAll(LOOSE)) {
    const at = index + cue.length;
    if (!take(at, 'loose', 2)) takeBelonging(at);
  }
  for (const { 0: cue, index } of text.matchAll(SURNAMED)) {
    const one = surnamedAt(text, index + cue.length);
    if (one !== undefined) found.push(one);
  }
  for (const match of text.matchAll(ENGLISH)) {
    const name = match[1] ?? match[2] ?? '';
    const from = match.index + match[0].lastIndexOf(name);
    found.push({ from, to: from + name.length });
  }
  return [...found, ...signedBy(text)];
}

/** The person named at this place: by a name, by a surname and how one is called, or by 小 or 老 and a surname. */
function personAt(text: string, at: number, cue: Cue, least = 1): Stretch | undefined {
  const surname = surnameAt(text, at, cue);
  if (surname > 0) {
    const after = text.slice(at + surname, at + surname + REACH);
    const called = HONORIFIC.exec(after)?.[0].length;
    if (called !== undefined && edgeAt(text, at + surname + called) > 0)
      return { from: at, to: at + surname + called };
    if (OFFICE.test(after)) return undefined;
  }
  if (/[小老]/.test(text[at] ?? '') && isWidelyBorne(text, at + 1))
    if (edgeAt(text, at + 2) === SURE) return { from: at, to: at + 2 };
  const to = nameEnd(text, at, cue, least);
  if (to === undefined || OFFICE.test(text.slice(to, to + REACH))) return undefined;
  return { from: at, to };
}

const SURE = 100;

/** How surely a name has ended here: at anything that is no character, or before a word that goes on after names. */
function edgeAt(text: string, at: number): number {
  const next = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (!HAN.test(next) && !DOT.includes(next)) return SURE;
  return GOES_ON.exec(text.slice(at, at + 6))?.[0].length ?? 0;
}

const DOTTED = new RegExp(`^(?:[\\u4e00-\\u9fff]{1,7}[${DOT}]){1,3}`);
const LATIN = /^[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}/;

/** Where the name ends that begins here: the given name is of one or two characters, as its surroundings have it. */
function nameEnd(text: string, at: number, cue: Cue, least: number): number | undefined {
  const ahead = text.slice(at, at + REACH);
  const dotted = DOTTED.exec(ahead)?.[0].length;
  if (dotted !== undefined)
    return bestEnd(
      text,
      [6, 5, 4, 3, 2, 1].map((n) => at + dotted + n),
      1,
    );
  if (cue === 'plain') {
    const latin = LATIN.exec(ahead)?.[0].length;
    if (latin !== undefined) return at + latin;
  }
  const surname = surnameAt(text, at, cue);
  if (surname === 0) return undefined;
  const gap = cue === 'plain' && /^[ \u3000]/.test(ahead.slice(surname)) ? 1 : 0;
  const given = surname === 1 && cue === 'loose' && needsThree(text, at) ? [2] : [2, 1];
  const ends = given.map((n) => at + surname + gap + n).filter((to) => isName(text, at, to, cue));
  return bestEnd(text, gap === 1 ? ends.filter((to) => edgeAt(text, to) === SURE) : ends, least);
}

function bestEnd(text: string, ends: readonly number[], least: number): number | undefined {
  let best: number | undefined;
  let most = least - 1;
  for (const to of ends) {
    if (!HAN.test(text[to - 1] ?? '')) continue;
    const edge = edgeAt(text, to);
    if (edge > most) [best, most] = [to, edge];
  }
  return best;
}

function isName(text: string, at: number, to: number, cue: Cue): boolean {
  const name = text.slice(at, to).replaceAll(/[ \u3000]/g, '');
  if (to > text.length || !Array.from(name).every((one) => HAN.test(one))) return false;
  if (cue === 'plain') return !/(?:先生|女士|师傅|医生|老师|他们|人来)$/.test(name);
  return !PLACE_END.has(name.at(-1) ?? '') && !ROLE_END.test(name);
}

/** 王小明 and nothing else: not 王女士, not 业主. */
export function isWholeName(text: string): boolean {
  return nameEnd(`${text}\n`, 0, 'loose', SURE) === text.length && !ROLE_END.test(text);
}

/** 我姓王, 名小明. */
function surnamedAt(text: string, at: number): Stretch | undefined {
  const surname = surnameAt(text, at, 'plain');
  if (surname === 0) return undefined;
  const to = at + surname;
  const named = /^[，,]?名(?:叫)?([\u4e00-\u9fff]{1,2})(?![\u4e00-\u9fff])/.exec(
    text.slice(to, to + 8),
  );
  if (named !== null) return { from: at, to: to + named[0].length };
  const called = /^的?(?:先生|女士|小姐|同志)/.test(text.slice(to, to + 4));
  return called || edgeAt(text, to) > 0 ? { from: at, to } : undefined;
}

const DAY =
  /(?:[12]\d{3}|二[〇○零]..|今)年[\d一二三四五六七八九十 ]{1,4}月(?:[\d一二三四五六七八九十 ]{1,4}[日号])?|[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}/g;
const BELOW = /(?:敬上|谨上|拜上|敬呈|呈上|呈|上)$/;
/** Before a name at the end: 此致敬礼, a dash, who he is. */
const ABOVE = /^(?:[—–\-－]{1,3}|此致|敬礼|谢谢|[！!，,。 \u3000])*/;

/**
 * 落款: the last lines, as long as there is nothing else on them than names, a day or a number. A text of one line is
 * signed after its last full stop, by a name of three characters, or by any with the day.
 */
function signedBy(text: string): Stretch[] {
  const found: Stretch[] = [];
  let end = text.length;
  while (end > 0) {
    const line = text.lastIndexOf('\n', end - 1) + 1;
    const written = text.slice(line, end);
    const said = written.replaceAll(DAY, (day) => ' '.repeat(day.length));
    // 涉及人员： and under it their names.
    if (/[：:]\s*$/.test(text.slice(Math.max(0, line - 9), line))) break;
    // A whole text that is a name and nothing else is no signature.
    const names = line === 0 ? undefined : signatureIn(said, 0, 1);
    const last =
      names ??
      (found.length === 0
        ? signatureIn(said, lastStop(said), said === written ? 3 : 2)
        : undefined);
    if (last === undefined) break;
    found.push(...last.map(({ from, to }) => ({ from: line + from, to: line + to })));
    if (names === undefined) break;
    end = line - 1;
  }
  return found;
}

const STOPS = ['。', '！', '？', '!', '?', '；', '此致', '敬礼'];
/** A signature is looked for no further from the end: what it is written among may be numbers. */
const TAIL = 400;

/** Behind the last full stop that something follows; the end where there is none. */
function lastStop(line: string): number {
  const from = Math.max(0, line.length - TAIL);
  const said = line.slice(from).replace(/[。！!#\s]+$/, '');
  const at = Math.max(
    ...STOPS.map((one) => {
      const last = said.lastIndexOf(one);
      return last === -1 ? -1 : last + one.length;
    }),
  );
  return at === -1 ? line.length : from + at;
}

/** The names with which a line ends and nothing else; none where it is empty; undefined where it says something. */
function signatureIn(line: string, start: number, least: number): Stretch[] | undefined {
  const rest = line.slice(start);
  // （反映的单位：……）, put under it by the form.
  if (/^（[^（）：]{1,12}：[^（）]*）\s*$/.test(rest)) return [];
  // What is hidden already counts as one, however long it was.
  if (rest.replaceAll(/#+/g, '#').length > REACH) return undefined;
  if (!/[\u3400-\u9fff]/.test(rest)) return /[A-Za-z]/.test(rest) ? undefined : [];
  let at = start + (ABOVE.exec(rest)?.[0].length ?? 0);
  const who = [...line.slice(at).matchAll(SIGNER)].at(-1);
  if (who !== undefined) at += who.index + who[0].length;
  if (OF_ANOTHER.test(line.slice(start, at))) return undefined;
  const names: Stretch[] = [];
  for (const { 0: word, index } of line.slice(at).matchAll(/[\u3400-\u9fff·•・‧]+/g)) {
    const name = word.replace(BELOW, '');
    if (name === '' && names.length > 0) continue;
    // 防疫站 秦如安: where he is from, and he.
    if (names.length === 0 && word.length > 2 && PLACE_END.has(word.at(-1) ?? '')) continue;
    const one = personAt(`${name}\n`, 0, 'loose');
    if (one === undefined || one.to !== name.length || name.length < least) return undefined;
    names.push({ from: at + index, to: at + index + name.length });
  }
  return names.length === 0 ? undefined : names;
}
