import type { DeadlineKind, FoundBy, Level, Source } from '#domain/entry/entry.ts';
import { foldText } from '#domain/text/fold.ts';
import type { ReadItem } from './read-ledger.ts';

/** What a cell calls a source (问题来源), by what it contains; the first that fits. */
const SOURCE_WORDS: readonly (readonly [RegExp, Source])[] = [
  [/暗访/, 'covert_visit'],
  [/巡视|巡察/, 'inspection'],
  [/审计/, 'audit'],
  [/督查|督导|督办/, 'supervision'],
  [/批示/, 'instruction'],
  [/会议/, 'meeting'],
  [/建议|提案|议案/, 'motion'],
  [/热线|12345/, 'hotline'],
  [/信访|来信|来访/, 'petition'],
  [/走访|调研|入户|入企|下访/, 'visit'],
  [/对标|比对/, 'benchmark'],
  [/媒体|舆情|网络|新闻/, 'media'],
  [/文件|报告|方案/, 'document'],
  [/自查|查摆|自找|支部|自评/, 'self_check'],
];

const FOUND_WORDS: readonly (readonly [RegExp, FoundBy])[] = [
  [/集体议|集体|会议/, 'discussion'],
  [/横向比|对标/, 'comparison'],
  [/基层找|自查/, 'grassroots'],
  [/群众提|群众|热线|意见箱/, 'public'],
];

const LEVEL_WORDS: readonly (readonly [RegExp, Level])[] = [
  [/支部/, 'branch'],
  [/单位/, 'unit'],
  [/县|区/, 'county'],
  [/市/, 'city'],
];

function wordIn<T>(
  text: string | undefined,
  table: readonly (readonly [RegExp, T])[],
): T | undefined {
  return text === undefined ? undefined : table.find(([word]) => word.test(text))?.[1];
}

/** What an import takes for granted where the sheet says nothing. */
export interface DraftDefaults {
  readonly source: Source;
  readonly level: Level;
  readonly category: string;
}

/** An entry as a sheet tells it, before its units and its category are looked up. */
export interface LedgerDraft {
  readonly title: string;
  readonly detail: string;
  readonly cause: string;
  readonly remark: string;
  readonly category: string;
  readonly source: Source;
  readonly sourceNo: string | undefined;
  readonly foundBy: FoundBy | undefined;
  readonly level: Level;
  readonly isKey: boolean;
  readonly deadlineKind: DeadlineKind;
  readonly deadline: string | undefined;
  readonly measures: readonly {
    readonly kind: 'measure' | 'milestone';
    readonly text: string;
    readonly dueOn?: string;
  }[];
}

const MAX_TITLE = 200;

/** Read an item of a sheet as the draft of an entry; a text too long for a title goes on in the detail. */
export function ledgerDraft(item: ReadItem, defaults: DraftDefaults): LedgerDraft {
  const { texts } = item.values;
  const whole = (texts.title ?? '').replaceAll(/\s*\n\s*/g, ' ').trim();
  const chars = Array.from(whole);
  const title = chars.length <= MAX_TITLE ? whole : `${chars.slice(0, MAX_TITLE - 1).join('')}…`;
  return {
    title,
    detail: [title === whole ? '' : whole, texts.target, texts.content].filter(Boolean).join('\n'),
    cause: texts.cause ?? '',
    remark: [texts.remark, texts.difficulties].filter(Boolean).join('\n'),
    category: texts.category ?? item.section ?? defaults.category,
    source: wordIn(texts.source, SOURCE_WORDS) ?? defaults.source,
    sourceNo: texts.sourceNo?.slice(0, 100),
    foundBy: wordIn(texts.source, FOUND_WORDS),
    level: wordIn(texts.level, LEVEL_WORDS) ?? defaults.level,
    isKey: /重点|重大|重要|关键/.test(texts.level ?? ''),
    ...deadlineOf(item),
    measures: measuresOf(item),
  };
}

function deadlineOf(item: ReadItem): Pick<LedgerDraft, 'deadlineKind' | 'deadline'> {
  const { deadline } = item;
  if (deadline === undefined) return { deadlineKind: 'none', deadline: undefined };
  if (deadline.kind === 'date') return { deadlineKind: 'date', deadline: deadline.on };
  return {
    deadlineKind: deadline.kind === 'at-once' ? 'at_once' : 'long_term',
    deadline: undefined,
  };
}

function measuresOf(item: ReadItem): LedgerDraft['measures'] {
  return item.measures.map((measure) => {
    const due = measure.values.deadline;
    return {
      kind: 'measure' as const,
      text: Array.from(measure.text).slice(0, 2000).join(''),
      ...(due?.kind === 'date' ? { dueOn: due.on } : {}),
    };
  });
}

/** By what a row is known again when its sheet comes a second time: its own number, else its words. */
export function draftKey(item: ReadItem): string {
  const { code, title = '' } = item.values.texts;
  if (code !== undefined && code !== '') return `no:${foldText(code)}`;
  const words = [title, item.lead?.name ?? '', ...item.measures.map((measure) => measure.text)];
  return `text:${words.map(foldText).join('|')}`;
}
