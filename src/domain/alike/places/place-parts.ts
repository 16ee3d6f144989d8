import type { PlaceMention } from './place.ts';

const ROAD = /(?:[路街巷]|大道|胡同)$/;

export function isRoad(name: string): boolean {
  return ROAD.test(name);
}

/** 阳光家园 + 东区, 丽景新城 + 三期: sister estates share all but this. 四区 is left out: it is as often a part of the town. */
const PART =
  /^(?:[东西南北中][区苑院园]|[一二三四五六七八九十0-9a-d]{1,2}期|[0-9a-d]{1,2}区)(?![域别分间政])/u;

export function withPart(text: string, found: PlaceMention): PlaceMention {
  if (found.level < 4 || isRoad(found.name)) return found;
  const part = PART.exec(text.slice(found.to, found.to + 5))?.[0];
  if (part === undefined) return found;
  return { ...found, name: `${found.name}${part}`, to: found.to + part.length };
}

/** 阳光院东区 right behind a county or a town is no county of its own; 星沙四区 is a part of the town. */
const NUMBERED = /[一二三四五六七八九十]区$/u;

export function isQuarter(last: PlaceMention | undefined, name: string, from: number): boolean {
  return (
    name.endsWith('区') &&
    !NUMBERED.test(name) &&
    last !== undefined &&
    last.to === from &&
    [2, 3].includes(last.level)
  );
}
