interface Level {
  readonly format: string;
  readonly text: string;
  readonly start: number;
}

const HAN = '零一二三四五六七八九';
const STYLE = /<w:style\b[^>]*w:styleId="([^"]+)"[^>]*>([\s\S]*?)<\/w:style>/gu;

/**
 * The automatic numbers of a .docx, which are not in its text: a function to call paragraph by paragraph,
 * in order, with the paragraph's style, list and level. Lists it does not know give no number.
 */
export function docxNumbering(
  numbering: string,
  styles: string,
): (style?: string, numId?: string, level?: string) => string {
  const lists = listLevels(numbering);
  const byStyle = new Map(
    [...styles.matchAll(STYLE)].flatMap(([, id = '', body = '']) => {
      const numId = /<w:numId w:val="(\d+)"/u.exec(body)?.[1];
      return numId === undefined
        ? []
        : [[id, { numId, level: /<w:ilvl w:val="(\d+)"/u.exec(body)?.[1] ?? '0' }] as const];
    }),
  );
  const counts = new Map<string, number[]>();
  return (style, numId, level) => {
    const own = numId ?? (style === undefined ? undefined : byStyle.get(style)?.numId);
    if (own === undefined || own === '0') return '';
    const depth = Number(level ?? (style === undefined ? '0' : (byStyle.get(style)?.level ?? '0')));
    const levels = lists.get(own);
    const at = levels?.[depth];
    if (levels === undefined || at === undefined || at.format === 'bullet') return '';
    const count = (counts.get(own) ?? []).slice(0, depth + 1);
    while (count.length <= depth) count.push((levels[count.length]?.start ?? 1) - 1);
    count[depth] = (count[depth] ?? 0) + 1;
    counts.set(own, count);
    return at.text.replaceAll(/%(\d)/gu, (_, one: string) => {
      const index = Number(one) - 1;
      return written(count[index] ?? 1, levels[index]?.format ?? 'decimal');
    });
  };
}

function listLevels(numbering: string): Map<string, Level[]> {
  const abstract = new Map<string, Level[]>();
  for (const [, id = '', body = ''] of numbering.matchAll(
    /<w:abstractNum\b[^>]*w:abstractNumId="(\d+)"[^>]*>([\s\S]*?)<\/w:abstractNum>/gu,
  )) {
    abstract.set(
      id,
      [...body.matchAll(/<w:lvl\b[^>]*>([\s\S]*?)<\/w:lvl>/gu)].map(([, level = '']) => ({
        format: /<w:numFmt w:val="(\w+)"/u.exec(level)?.[1] ?? 'decimal',
        text: /<w:lvlText w:val="([^"]*)"/u.exec(level)?.[1] ?? '',
        start: Number(/<w:start w:val="(\d+)"/u.exec(level)?.[1] ?? 1),
      })),
    );
  }
  const lists = new Map<string, Level[]>();
  for (const [, id = '', body = ''] of numbering.matchAll(
    /<w:num\b[^>]*w:numId="(\d+)"[^>]*>([\s\S]*?)<\/w:num>/gu,
  )) {
    const levels = abstract.get(/<w:abstractNumId w:val="(\d+)"/u.exec(body)?.[1] ?? '');
    if (levels !== undefined) lists.set(id, levels);
  }
  return lists;
}

function written(value: number, format: string): string {
  if (/chinese|ideograph|taiwanese|japaneseCounting/iu.test(format)) return hanNumber(value);
  if (format === 'lowerLetter') return String.fromCharCode(96 + value);
  if (format === 'upperLetter') return String.fromCharCode(64 + value);
  if (format === 'decimalEnclosedCircle') return String.fromCodePoint(0x245f + value);
  return String(value);
}

function hanNumber(value: number): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  const lead = tens === 0 ? '' : `${tens === 1 ? '' : (HAN[tens] ?? '')}十`;
  return `${lead}${ones === 0 && tens > 0 ? '' : (HAN[ones] ?? '')}`;
}
