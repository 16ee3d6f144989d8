import type { Chosen, Standing } from './survey.ts';

interface SurveyWords {
  readonly chosen: Readonly<Record<Chosen, string>>;
  /** From the best to the worst. */
  readonly levels: readonly string[];
  readonly none: string;
  readonly standing: Readonly<Record<Standing, string>>;
  readonly openRate: string;
  /** A cell under five, or one beside it that would give it away. */
  readonly few: string;
  readonly fewHint: string;
}

/**
 * What is printed with every result (结果说明), on pages and in the table alike: how far it may be believed is part
 * of the figure, not of the layout.
 */
export const SURVEY_WORDS: Readonly<Record<'zh' | 'en', SurveyWords>> = {
  zh: {
    chosen: {
      open: '自愿参加',
      list: '按名单邀请',
      drawn: '随机抽取',
    },
    levels: ['非常满意', '满意', '基本满意', '不满意', '非常不满意'],
    none: '不清楚或不回答',
    standing: {
      sample: '随机抽取的样本，可以推断调查对象总体；括号内为95%置信区间（Wilson）。',
      sample_low:
        '随机抽取的样本，但应答不到一半：没有应答的人想法可能不同，推断总体要谨慎；括号内为95%置信区间（Wilson），不含这种偏差。',
      answered: '不是随机样本，只代表答卷的人，不代表全体，不给区间。',
    },
    openRate: '无应答率（不知道多少人看到）',
    few: '不单列',
    fewHint: '少于 5 份的不单列；能从别的格推算出来的，那一格也不单列。',
  },
  en: {
    chosen: {
      open: 'open to all who like',
      list: 'everybody on a list was invited',
      drawn: 'drawn at random',
    },
    levels: [
      'Very satisfied',
      'Satisfied',
      'Fairly satisfied',
      'Not satisfied',
      'Not satisfied at all',
    ],
    none: 'Do not know, or would rather not say',
    standing: {
      sample:
        'A random sample: it stands for all it was drawn from. In brackets the 95 % interval (Wilson).',
      sample_low:
        'A random sample, but fewer than half answered: those who did not may think otherwise, so take care. In brackets the 95 % interval (Wilson), which does not hold that error.',
      answered:
        'Not a random sample: it stands for those who answered, not for everybody, and has no interval.',
    },
    openRate: 'no response rate (nobody knows how many saw it)',
    few: 'withheld',
    fewHint: 'Fewer than 5 are withheld, and so is a cell from which they could be reckoned.',
  },
};
