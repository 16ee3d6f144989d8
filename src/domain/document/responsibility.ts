import { splitList } from './lists.ts';

/** Who is to do it and by when, as a note says it (责任分工): 牵头单位：A；配合单位：B；完成时限：6月底. */
export interface Responsibility {
  readonly lead: string | undefined;
  readonly co: readonly string[];
  readonly deadline: string | undefined;
}

/** A note of responsibility at the end of a text, and where it begins. */
export interface Note extends Responsibility {
  readonly start: number;
}

type Field = 'lead' | 'liable' | 'co' | 'deadline';

const LABELS: Readonly<Record<Field, string>> = {
  lead: '牵头单位 牵头部门 牵头领导 牵头处室 总牵头 牵头 主办单位 主责单位 主要责任单位 第一责任单位',
  liable:
    '责任单位 责任部门 责任主体 承办单位 承办部门 实施单位 落实单位 责任科室 责任处室 负责单位 负责部门',
  co: '配合单位 配合部门 协办单位 协同单位 协助单位 参与单位 参加单位 配合',
  deadline:
    '完成时限 完成时间 完成期限 办理时限 办结时限 整改时限 时限要求 时间要求 时间节点 推进时限 时限',
};
const FIELD_OF: ReadonlyMap<string, Field> = new Map(
  (['lead', 'liable', 'co', 'deadline'] as const).flatMap((field) =>
    LABELS[field].split(' ').map((label): [string, Field] => [label, field]),
  ),
);
const ANY_LABEL = [...FIELD_OF.keys()].toSorted((a, b) => b.length - a.length).join('|');
const LABEL = new RegExp(`(${ANY_LABEL})[：:]`, 'g');
const OPENS_WITH_LABEL = new RegExp(`^(?:${ANY_LABEL})[：:]`);
const BRACKETED = /[（〔【[]((?:[^（）〔〕【】[\]]|（[^）]{0,40}）)*)[）〕】\]][。；]?$/;
/** A牵头，B、C配合; A负责. */
const DOES = /^(.{2,60}?)(?:分别)?(?:牵头(?:负责|落实|推进|抓总)?|负责(?:牵头|落实|实施|推进)?)$/;
const HELPS =
  /^(?:会同)?(.{1,80}?)(?:等)?(?:配合|参与|协助|参加|协同|按(?:照)?职责分工(?:负责|落实)?|分工负责|负责|落实)$/;
/** 6月底前完成, at the end of such a note. */
const BY =
  /^(?:于|在)?([^，。；]{1,14}(?:前|[底末内]|[上中下]旬))(?:全面|全部|基本)?(?:完成|落实|到位|见效|办结|完工|竣工|启动)?$/;
const FILLERS = /^(?:请|由)|(?:按(?:照)?(?:各自)?职责分工(?:负责|落实)?|负责|牵头|落实|具体)$/g;

/** The note a text ends with in brackets, or is as a whole (责任部门：A牵头，B配合。). */
export function noteOf(text: string): Note | undefined {
  const bracket = BRACKETED.exec(text);
  if (bracket !== null) {
    const found = responsibility(bracket[1] ?? '');
    return found === undefined ? undefined : { ...found, start: bracket.index };
  }
  if (!OPENS_WITH_LABEL.test(text)) return undefined;
  const found = responsibility(text.replace(/[。；]$/, ''));
  return found === undefined ? undefined : { ...found, start: 0 };
}

function responsibility(note: string): Responsibility | undefined {
  const marks = [...note.matchAll(LABEL)];
  if (marks[0]?.index !== 0) return marks.length > 0 ? undefined : unlabelled(note);
  const said = new Map<Field, string>();
  marks.forEach((mark, at) => {
    const field = FIELD_OF.get(mark[1] ?? '');
    const from = mark.index + mark[0].length;
    const words = note.slice(from, marks[at + 1]?.index ?? note.length);
    if (field !== undefined && !said.has(field)) said.set(field, words.replace(/[，；、。]+$/, ''));
  });
  const [leading, ...others] = unitsOf(said.get('lead') ?? said.get('liable') ?? '');
  const inner = unlabelled(said.get('lead') ?? said.get('liable') ?? '');
  const liable = said.has('lead') ? unitsOf(said.get('liable') ?? '') : [];
  return {
    lead: inner?.lead ?? leading,
    co: distinct([
      ...(inner === undefined ? others : inner.co),
      ...liable,
      ...unitsOf(said.get('co') ?? ''),
    ]),
    deadline: said.get('deadline')?.replace(/。.*$/, ''),
  };
}

/** A、B牵头，C配合，各县负责: who leads is said by the verb behind the names. */
function unlabelled(note: string): Responsibility | undefined {
  if (!/牵头|负责|配合|分工/.test(note) || /[。！？]./.test(note)) return undefined;
  const [first = '', ...rest] = note.split(/[，；]/);
  const does = DOES.exec(first)?.[1];
  const shares = HELPS.exec(first)?.[1];
  const led = unitsOf(does ?? shares ?? '');
  if (led.length === 0) return undefined;
  const by = BY.exec(rest.at(-1) ?? '')?.[1];
  const helping = (by === undefined ? rest : rest.slice(0, -1)).map(
    (clause) => HELPS.exec(clause)?.[1],
  );
  if (helping.includes(undefined)) return undefined;
  const [lead, ...others] = led;
  return {
    lead,
    co: distinct([...others, ...helping.flatMap((names) => unitsOf(names ?? ''))]),
    deadline: by,
  };
}

/**
 * 和 parts two units only behind an end that units have: 市住建局和市财政局 are two, but
 * 住房和城乡建设局, 发展和改革委员会, 农业农村和水利局 are one each.
 */
const BETWEEN_UNITS =
  /(?<=[局委办厅部院心府镇乡道司团队站所处科室校会联企体门位行区县市户]|[^农]村|党组)(?:以及|和|与|及)(?![^（]*）)/;

/** The units of a list; what is said once for the rest of the document (下同) is none. */
export function unitsOf(words: string): string[] {
  const [named = ''] = words.split('。');
  return splitList(named.replaceAll(/[，；]/g, '、'), /^、/)
    .flatMap((names) => names.split(BETWEEN_UNITS))
    .map((name) => name.replaceAll(FILLERS, '').replace(/等$/, '').trim())
    .filter((name) => name.length > 1 && !/下同|不再/.test(name));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
