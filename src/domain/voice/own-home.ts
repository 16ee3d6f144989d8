import type { Stretch } from './self-named.ts';

/** Where the writer lives, as he says it: 我家, 家住, 住址：. */
const MINE =
  /我家|我们家|俺家|本人家|家住|我住|本人住|现住|住在|住址[：:]|家庭地址[：:]|家庭住址[：:]/g;
const REACH = 40;
const N = '[0-9０-９一二三四五六七八九十]{1,4}';
/** The door itself, behind the building: 2单元501室, -2-501, 501室. The building stays: a repair has to find it. */
const DOOR = new RegExp(
  `(?:号楼|栋|幢|座|[#＃]楼?|楼)[ ，,]?((?:${N}(?:单元|门)[ ，,]?)?(?:${N}(?:层|楼)[ ，,]?)?[东西中]?(?:[0-9０-９]{3,4}|${N})(?:室|户|号房|房)|${N}(?:单元|门)[ ，,]?[0-9０-９]{3,4})|\\d{1,3}([-－]\\d{1,2}[-－]\\d{3,4})(?!\\d)`,
);
/** 北街12号: a house of its own. */
const GATE =
  /(?:街|路|巷|村|组|胡同|弄|道)(?:门牌)?([0-9０-９]{1,4}号)(?=$|[，。；！？,;!? \n、）)])/;
/** Beside his home it is somebody else's, or the street's. */
const BESIDE = /门口|门前|附近|旁|对面|楼下|楼上|后面|前面|隔壁|外面/;

/** The door of the writer's own home (自家门牌). In a field that asks for the place no “我家” is needed. */
export function ownHomeIn(text: string, isPlace = false): Stretch[] {
  const found: Stretch[] = [];
  const look = (at: number): void => {
    const clause = text.slice(at, at + REACH).split(/[。；！？;!?\n]/, 1)[0] ?? '';
    const hit = DOOR.exec(clause) ?? GATE.exec(clause);
    const door = hit?.[1] ?? hit?.[2];
    if (hit === null || door === undefined || BESIDE.test(clause.slice(0, hit.index))) return;
    const from = at + hit.index + hit[0].indexOf(door, hit[0].length - door.length);
    if (found.every((other) => other.to <= from || other.from >= from + door.length))
      found.push({ from, to: from + door.length });
  };
  if (isPlace) look(0);
  for (const { 0: cue, index } of text.matchAll(MINE)) look(index + cue.length);
  return found.toSorted((a, b) => a.from - b.from);
}
