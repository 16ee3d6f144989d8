const VOCATIVE = /^(?:各位代表|各位委员|各位领导|同志们|朋友们|代表们)[！!，,：:]?$/;

const RESPONSIBILITY =
  /[（〔【[](?=[^）〕】\]。]{0,60}(?:牵头|责任|配合|负责|时限|分工))(?:[^（）〔〕【】[\]]|（[^）]{0,40}）)*[）〕】\]][。；]?/y;

/** （牵头单位：…）, 〔责任单位：…〕 after the full stop belongs to the sentence it follows: how long it is. */
function responsibilityAfter(line: string, at: number): number {
  RESPONSIBILITY.lastIndex = at;
  return RESPONSIBILITY.exec(line)?.[0].length ?? 0;
}

/** Sentence bounds in a line: they end at 。！？ with closing marks; a vocative joins what follows. */
export function splitSentences(line: string, from: number): [number, number][] {
  const bounds: [number, number][] = [];
  let start = from;
  for (let at = from; at < line.length; at += 1) {
    const mark = line[at] ?? '';
    if (mark !== '。' && mark !== '！' && mark !== '？') continue;
    let end = at + 1;
    while (end < line.length && '”’）》』」！？'.includes(line[end] ?? '')) end += 1;
    if (VOCATIVE.test(line.slice(start, end)) && end < line.length) {
      at = end - 1;
      continue;
    }
    end += responsibilityAfter(line, end);
    bounds.push([start, end]);
    start = end;
    at = end - 1;
  }
  if (start < line.length && line.slice(start).trim() !== '') bounds.push([start, line.length]);
  return bounds;
}
