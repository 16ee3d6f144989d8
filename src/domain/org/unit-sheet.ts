import { foldText } from '#domain/text/fold.ts';
import type { UnitKind } from './unit.ts';

/** Columns of a sheet of units (组织机构表); the officer's own words for each. */
const HEADERS = {
  code: ['编码', '单位编码', '机构编码', '组织编码', '代码', '单位代码'],
  name: ['名称', '单位名称', '机构名称', '组织名称', '单位', '党组织名称'],
  parentCode: ['上级编码', '上级单位编码', '父级编码', '上级机构编码', '上级代码'],
  parentName: ['上级名称', '上级单位', '上级单位名称', '上级', '父级名称', '隶属'],
  kind: ['类型', '单位类型', '类别', '机构类型', '单位类别'],
  shortName: ['简称', '单位简称'],
  functions: ['职能', '职责', '主要职能', '条线'],
  post: ['联系岗位', '岗位', '职务'],
  person: ['联系人', '联系人姓名', '姓名', '负责人'],
  login: ['账号', '登录账号', '登录名'],
} as const satisfies Record<string, readonly string[]>;
export type UnitColumn = keyof typeof HEADERS;

/** At which cell each known column stands, with the words it bears. */
export type UnitColumns = Readonly<
  Partial<Record<UnitColumn, { readonly at: number; readonly title: string }>>
>;

/** One unit as its row tells it. */
export interface UnitLine {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly parentCode: string | undefined;
  readonly parentName: string | undefined;
  readonly kind: UnitKind;
  readonly shortName: string;
  readonly functions: readonly string[];
  readonly contact: Contact | undefined;
}

/** Who is to be asked at a unit (联系人). */
export interface Contact {
  readonly post: string;
  readonly person: string;
  readonly login: string | undefined;
}

/** What is wrong with a row: where, what, what to do, in both languages. */
export interface UnitFault {
  readonly row: number;
  readonly column: string;
  readonly zh: string;
  readonly en: string;
}

/** The columns, if this row is the header: it names at least the code and the name of units. */
export function unitColumns(cells: readonly string[]): UnitColumns | undefined {
  const found: Partial<Record<UnitColumn, { at: number; title: string }>> = {};
  for (const [at, cell] of cells.entries()) {
    const title = foldText(cell).replaceAll(/[\s*()（）:：]/g, '');
    for (const [column, words] of Object.entries(HEADERS) as [UnitColumn, readonly string[]][])
      if (words.includes(title)) found[column] ??= { at, title: cell.trim() };
  }
  return found.code !== undefined && found.name !== undefined ? found : undefined;
}

/** A row below the header; `undefined` when it is empty. */
export function readUnitRow(
  columns: UnitColumns,
  cells: readonly string[],
  row: number,
): { line?: UnitLine; faults: readonly UnitFault[] } | undefined {
  if (cells.every((cell) => cell.trim() === '')) return undefined;
  const text = (column: UnitColumn): string => {
    const place = columns[column];
    return place === undefined ? '' : (cells[place.at] ?? '').normalize('NFKC').trim();
  };
  const title = (column: UnitColumn): string => columns[column]?.title ?? HEADERS[column][0];
  const faults: UnitFault[] = [];
  const fault = (column: UnitColumn, zh: string, en: string): void => {
    faults.push({ row, column: title(column), zh, en });
  };

  const [code, name] = [text('code'), text('name')];
  if (!/^[\p{L}\p{N}._/-]{1,64}$/u.test(code))
    fault(
      'code',
      code === '' ? '缺少编码' : `编码“${code}”只能由文字、数字和 . _ / - 组成，最长 64 个字符`,
      code === ''
        ? 'The code is missing'
        : `The code ${code} has characters that codes do not have`,
    );
  if (name === '' || name.length > 120)
    fault(
      'name',
      name === '' ? '缺少名称' : '名称超过 120 个字符',
      name === '' ? 'The name is missing' : 'The name is longer than 120 characters',
    );
  const kind = text('kind') === '' ? kindByName(name) : KINDS.get(text('kind'));
  if (kind === undefined)
    fault(
      'kind',
      `不认识类型“${text('kind')}”，可用：${[...new Set(KINDS.keys())].join('、')}`,
      `The kind ${text('kind')} is unknown`,
    );
  const login = text('login');
  if (login !== '' && !/^[\p{L}\p{N}._@-]{2,64}$/u.test(login))
    fault(
      'login',
      `账号“${login}”须为 2 至 64 个字母、数字或 . _ @ -`,
      `The login ${login} is not valid`,
    );
  if (login !== '' && text('person') === '')
    fault('person', '有账号而没有姓名', 'There is a login but no name');
  if (faults.length > 0 || kind === undefined) return { faults };

  const line: UnitLine = {
    row,
    code,
    name,
    parentCode: text('parentCode') || undefined,
    parentName: text('parentName') || undefined,
    kind,
    shortName: (text('shortName') || name).slice(0, 60),
    functions: text('functions')
      .split(/[、,;\s]+/u)
      .filter((word) => word !== '')
      .map((word) => word.slice(0, 40))
      .slice(0, 30),
    contact:
      text('person') === ''
        ? undefined
        : {
            post: (text('post') || (kind === 'branch' ? '支部书记' : '联络员')).slice(0, 60),
            person: text('person').slice(0, 60),
            login: login === '' ? undefined : login.toLowerCase(),
          },
  };
  return { line, faults };
}

/** What offices write for the kind of a unit. */
const KINDS: ReadonlyMap<string, UnitKind> = new Map<string, UnitKind>([
  ['市', 'city'],
  ['县', 'county'],
  ['区', 'county'],
  ['县区', 'county'],
  ['县市区', 'county'],
  ['县(市、区)', 'county'],
  ['县(市区)', 'county'],
  ['开发区', 'county'],
  ['部门', 'department'],
  ['市直部门', 'department'],
  ['县直部门', 'department'],
  ['单位', 'department'],
  ['委办局', 'department'],
  ['乡镇', 'town'],
  ['乡', 'town'],
  ['镇', 'town'],
  ['街道', 'town'],
  ['乡镇街道', 'town'],
  ['乡镇(街道)', 'town'],
  ['村', 'village'],
  ['行政村', 'village'],
  ['社区', 'community'],
  ['支部', 'branch'],
  ['党支部', 'branch'],
  ['党总支', 'branch'],
  ['党委', 'branch'],
  ['办公室', 'office'],
  ['科室', 'office'],
  ['站所', 'office'],
  ['企业', 'enterprise'],
  ['国企', 'enterprise'],
  ['专班', 'taskforce'],
]);

/** The kind a name speaks of by its ending, where the sheet has no word for it. */
const ENDINGS: readonly (readonly [RegExp, UnitKind])[] = [
  [/(支部|总支|党委)(委员会)?$/u, 'branch'],
  [/(专班|领导小组|指挥部)$/u, 'taskforce'],
  [/(公司|集团|厂|矿)$/u, 'enterprise'],
  [/(村|村委会)$/u, 'village'],
  [/(社区|居委会)$/u, 'community'],
  [/(镇|乡|街道|街道办事处)$/u, 'town'],
  [/(办公室|科|股|站|所|中心)$/u, 'office'],
  [/(县|区)$/u, 'county'],
];

function kindByName(name: string): UnitKind {
  return ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? 'department';
}
