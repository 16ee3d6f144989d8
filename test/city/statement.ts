import type { Source } from '#domain/entry/entry.ts';
import type { Scene } from './organisation.ts';
import type { Chance } from './random.ts';
import { ASKS, OPENINGS, SECOND_SENTENCES, TITLE_SHAPES } from './words/phrases.ts';
import type { Theme } from './words/theme.ts';
import { ENTERPRISE_THEMES } from './words/themes-enterprise.ts';
import { ORGAN_THEMES } from './words/themes-organ.ts';
import { URBAN_THEMES } from './words/themes-urban.ts';
import { VILLAGE_THEMES } from './words/themes-village.ts';

export const THEMES: Readonly<Record<Scene, readonly Theme[]>> = {
  village: VILLAGE_THEMES,
  urban: URBAN_THEMES,
  organ: ORGAN_THEMES,
  enterprise: ENTERPRISE_THEMES,
};

/** What a problem is about; told again, in other words, by whoever reports the same. */
export interface Matter {
  readonly theme: Theme;
  readonly place: string;
  readonly thing: string;
  readonly fault: string;
  /** What puts the thing right, and what is said when it is. */
  readonly measure: string;
  readonly result: string;
}

export interface Statement {
  readonly title: string;
  readonly detail: string;
  readonly cause: string;
}

const LONGEST_TITLE = 60;

export function matterOf(chance: Chance, scene: Scene, places: readonly string[]): Matter {
  const theme = chance.pick(THEMES[scene]);
  const at = chance.between(0, theme.things.length - 1);
  const fault = scene === 'village' ? chance.pick(theme.faults) : theme.faults[at];
  return {
    theme,
    place: places.length === 0 ? '' : chance.pick(places),
    thing: theme.things[at] ?? '',
    fault: filled(chance, fault ?? chance.pick(theme.faults)),
    measure: theme.measures[at] ?? '',
    result: theme.results[at] ?? '',
  };
}

/** Put a matter into words: a title of at most 60 characters, and one to three sentences. */
export function statementOf(chance: Chance, matter: Matter, source: Source): Statement {
  const { theme, place, thing, fault } = matter;
  const effect = filled(chance, chance.pick(theme.effects));
  const cause = filled(chance, chance.pick(theme.causes));
  const words = { place, thing, fault, effect, cause };
  const long = woven(chance.pick(TITLE_SHAPES), words);
  const title =
    long.length <= LONGEST_TITLE
      ? long
      : woven('{place}{thing}{fault}', words).slice(0, LONGEST_TITLE);
  const sentences = [`${chance.pick(OPENINGS[source])}，${place}${thing}${fault}，${effect}`];
  if (chance.happens(0.6)) sentences.push(woven(chance.pick(SECOND_SENTENCES), words));
  if (chance.happens(0.5)) sentences.push(chance.pick(ASKS));
  return { title, detail: `${sentences.join('。')}。`, cause: chance.happens(0.5) ? cause : '' };
}

/** Numbers in place of `{n}` handful, `{m}` metres, `{h}` households, `{w}` 万元, `{d}` days, `{p}` persons. */
export function filled(chance: Chance, template: string): string {
  if (!template.includes('{')) return template;
  return template.replaceAll(/\{([nmhwdp])\}/g, (_, kind: string) => {
    const [low, high] = RANGES[kind] ?? [1, 9];
    return String(chance.between(low, high));
  });
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  n: [2, 26],
  m: [60, 900],
  h: [12, 260],
  w: [3, 180],
  d: [5, 60],
  p: [20, 400],
};

function woven(shape: string, words: Readonly<Record<string, string>>): string {
  return shape.replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}
