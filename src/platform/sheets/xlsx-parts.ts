const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Cell styles by place in the styles part below. */
export const STYLE = {
  plain: 0,
  header: 1,
  text: 2,
  /** Text that begins like a formula: Excel shows it as text even after it was edited. */
  quoted: 3,
  number: 4,
  date: 5,
  title: 6,
} as const;

const WRAPPED = '<alignment vertical="top" wrapText="1"/>';
const CENTRED = '<alignment horizontal="center" vertical="center" wrapText="1"/>';

export const STYLES_PART =
  `${HEAD}<styleSheet xmlns="${MAIN}">` +
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>' +
  '<font><b/><sz val="11"/><name val="黑体"/></font>' +
  '<font><b/><sz val="16"/><name val="黑体"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>' +
  '<borders count="2"><border/><border><left style="thin"/><right style="thin"/>' +
  '<top style="thin"/><bottom style="thin"/></border></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/>' +
  `<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyAlignment="1">${CENTRED}</xf>` +
  `<xf numFmtId="49" borderId="1" applyNumberFormat="1" applyAlignment="1">${WRAPPED}</xf>` +
  `<xf numFmtId="49" borderId="1" applyNumberFormat="1" quotePrefix="1" applyAlignment="1">${WRAPPED}</xf>` +
  `<xf borderId="1" applyAlignment="1">${WRAPPED}</xf>` +
  `<xf numFmtId="164" borderId="1" applyNumberFormat="1" applyAlignment="1">${WRAPPED}</xf>` +
  `<xf fontId="2" applyFont="1" applyAlignment="1">${CENTRED}</xf>` +
  '</cellXfs></styleSheet>';

export const ROOT_RELATIONS = `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** [Content_Types].xml of a workbook of so many sheets (ECMA-376 part 2). */
export function contentTypes(sheets: number): string {
  const parts = range(sheets).map(
    (k) =>
      `<Override PartName="/xl/worksheets/sheet${k}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  );
  return (
    `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${parts.join('')}</Types>`
  );
}

/** xl/_rels/workbook.xml.rels: rId1 and on the sheets, the last the styles. */
export function workbookRelations(sheets: number): string {
  const relations = range(sheets).map(
    (k) =>
      `<Relationship Id="rId${k}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${k}.xml"/>`,
  );
  relations.push(
    `<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`,
  );
  return `${HEAD}<Relationships xmlns="${RELATIONS}">${relations.join('')}</Relationships>`;
}

/** xl/workbook.xml: the sheets by name, in order. */
export function workbookPart(
  sheets: readonly { readonly name: string; readonly hidden: boolean }[],
): string {
  const listed = sheets.map(({ name, hidden }, k) => {
    const state = hidden ? ' state="hidden"' : '';
    return `<sheet name="${escapeXml(name)}" sheetId="${k + 1}"${state} r:id="rId${k + 1}"/>`;
  });
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed.join('')}</sheets></workbook>`;
}

export const WORKSHEET_OPEN = `${HEAD}<worksheet xmlns="${MAIN}">`;

function range(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k + 1);
}

/** What XML 1.0 cannot hold at all. Lone halves of a character pair are dealt with apart. */
const FORBIDDEN = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff';
const NEEDS_CARE = new RegExp(`[&<>"\\r${FORBIDDEN}]|_x[0-9A-Fa-f]{4}_`);
const CARE = new RegExp(`[&<>"]|\\r\\n?|[${FORBIDDEN}]|_(?=x[0-9A-Fa-f]{4}_)`, 'g');

const REPLACED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '\n',
  '\r\n': '\n',
  _: '_x005F_',
};

/**
 * Text as it may stand in the file: marks escaped, control characters and lone surrogates left out, one
 * kind of line break, and text that looks like an `_xHHHH_` escape kept from becoming one.
 */
export function escapeXml(text: string): string {
  const whole = text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, '');
  return NEEDS_CARE.test(whole) ? whole.replaceAll(CARE, (found) => REPLACED[found] ?? '') : whole;
}
