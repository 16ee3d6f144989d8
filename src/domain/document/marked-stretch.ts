import { normalise } from './normalise.ts';
import { dueOn, type FigureProposal, type TaskProposal } from './proposals.ts';
import { quantities } from './quantity.ts';
import { coUnitsOf, deadlineOf, leadUnitOf, recurrenceOf } from './task-words.ts';
import { taskTitle } from './task-title.ts';

/** What the words of a stretch that a person (or a model) marks say as a task; `day` is the document's date. */
export function taskFromWords(raw: string, day: string | undefined): TaskProposal {
  const text = plain(raw);
  const words = deadlineOf(text);
  const on = dueOn(words, day);
  const recurrence = recurrenceOf(text);
  const lead = leadUnitOf(text);
  const title = taskTitle(text);
  return {
    title: title === '' ? text.slice(0, 60) : title,
    measures: [],
    ...(words === undefined ? {} : { deadlineWords: words }),
    ...(on === undefined ? {} : { deadline: { kind: 'date', on } }),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...(lead === undefined ? {} : { leadHint: lead }),
    coHints: coUnitsOf(text),
  };
}

/** The like for a target: the first figure in the words, what stands before it as its metric. */
export function figureFromWords(raw: string, day: string | undefined): FigureProposal {
  const text = plain(raw);
  const [first] = quantities(text);
  const words = deadlineOf(text);
  const due = dueOn(words, day);
  const metric = (first === undefined ? text : text.slice(0, first.start)).replaceAll(
    /[，。；：]/g,
    '',
  );
  return {
    metric: metric.slice(0, 60),
    kind: 'target',
    op: 'reach',
    unit: first?.unit ?? '',
    withheld: first?.value === undefined,
    ...(first?.value === undefined ? {} : { value: first.value }),
    ...(first?.max === undefined ? {} : { max: first.max }),
    ...(words === undefined ? {} : { deadlineWords: words }),
    ...(due === undefined ? {} : { due }),
  };
}

/** Words as one line, without the breaks and stray spaces of the file. */
export function plain(raw: string): string {
  return normalise(raw).text.replaceAll('\n', '').trim();
}
