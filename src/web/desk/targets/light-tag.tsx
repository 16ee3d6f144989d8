import { Popover, PopoverDisclosure, PopoverProvider } from '@ariakit/react';
import type { ReactElement } from 'react';
import popoverCss from '#web/kit/popover.module.css';
import { Tag, type Tone } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Answer } from '../api/call.ts';
import type { targetCalls } from './target-calls.ts';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

type Listed = Answer<typeof targetCalls.listTargets>;
export type TargetRow = Listed['items'][number];
export type RuleView = Listed['rules'][number];

/** A light is a word, a shape and a colour; the shape alone tells them apart. */
const LOOK = {
  green: ['malachite', 'full'],
  yellow: ['ochre', 'half'],
  red: ['cinnabar', 'bar'],
  grey: ['ink', 'empty'],
} as const satisfies Record<TargetRow['light'], readonly [Tone, string]>;

/** 灯色: pressed, it says by which rule it was lit, and from which figure. What is not defined has none. */
export function LightTag({
  row,
  rule,
}: {
  readonly row: TargetRow;
  readonly rule: RuleView | undefined;
}): ReactElement {
  const { lang, day } = useWords();
  const r = useRoomWords(targetsWords);
  const [tone, shape] = LOOK[row.light];
  const said = row.grey === null ? r.lights[row.light] : r.grey[row.grey];
  if (row.grey === 'definition_pending') return <span className={css['pending']}>{said}</span>;
  return (
    <PopoverProvider>
      <PopoverDisclosure
        className={css['light']}
        aria-label={`${r.light} ${said}`}
        title={rule?.text[lang]}
      >
        <Tag tone={tone} shape={shape}>
          {said}
        </Tag>
      </PopoverDisclosure>
      <Popover
        className={popoverCss['popover']}
        gutter={6}
        fixed
        portal
        unmountOnHide
        aria-label={r.rule}
      >
        <div className={css['rule']}>
          <strong>{r.rule}</strong>
          <p>{rule?.text[lang]}</p>
          {rule !== undefined && rule.basis !== '' && <p className={css['sub']}>{rule.basis}</p>}
          {row.pace !== null && <p>{sayGap(row.pace.gap, r)}</p>}
          {row.reading !== null && (
            <p className={css['sub']}>{r.until(day(row.reading.periodEnd))}</p>
          )}
          {row.nextDue !== null && <p className={css['sub']}>{r.nextDue(day(row.nextDue))}</p>}
        </div>
      </Popover>
    </PopoverProvider>
  );
}

/** 超应达 3.2 个百分点, 落后应达 3.7 个百分点: against what the path wants by this day. */
export function sayGap(
  points: number,
  r: {
    readonly ahead: (gap: string) => string;
    readonly behind: (gap: string) => string;
    readonly even: string;
  },
): string {
  const said = Math.abs(points).toFixed(1);
  if (said === '0.0') return r.even;
  return points > 0 ? r.ahead(said) : r.behind(said);
}

/** +3.2, −10.0: the sign is part of what is said. */
export function signed(points: number): string {
  const rounded = Math.abs(points).toFixed(1);
  if (rounded === '0.0') return '0.0';
  return points > 0 ? `+${rounded}` : `−${rounded}`;
}
