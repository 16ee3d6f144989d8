import type { Sentence } from './outline.ts';
import { noteOf } from './responsibility.ts';
import type { PlanSentence } from './tasks.ts';

/**
 * Tasks with what their neighbours say of lead, co-units and deadline. A note at the end of a paragraph or on
 * a line of its own speaks for the tasks before it, back to the note before; where nothing stands before it,
 * or it is the only one under its heading, for those after it too.
 */
export function withNotes(
  judged: readonly PlanSentence[],
  sentences: readonly Sentence[],
): PlanSentence[] {
  const tasks = [...judged];
  const notes = judged.flatMap((one, at) => (isNote(one, sentences[at]) ? [at] : []));
  notes.forEach((at, i) => {
    const one = judged[at];
    if (one === undefined) return;
    // Of a sentence that orders something itself, only its note speaks for others.
    const said = noteOf(sentences[at]?.text ?? '')?.deadline;
    const note = one.reason === 'names-lead' ? one : { ...one, deadline: said };
    const run = runBefore(sentences, notes, i);
    const first = at - run;
    const before = notes[i - run - 1];
    const back = spokenFor(sentences, first, -1, before);
    const alone = note.reason === 'names-lead' && run === 0;
    const isOnly = alone && ![before, notes[i + 1]].some((other) => shares(sentences, at, other));
    const forth = back.length === 0 || isOnly ? spokenFor(sentences, at, 1, notes[i + 1]) : [];
    for (const index of [...back, ...forth]) {
      const task = tasks[index];
      if (task !== undefined) tasks[index] = noted(task, note);
    }
  });
  return tasks;
}

/** A sentence that only says who leads, or one that ends in such a note. */
function isNote(one: PlanSentence, sentence: Sentence | undefined): boolean {
  return (
    one.reason === 'names-lead' || (sentence !== undefined && noteOf(sentence.text) !== undefined)
  );
}

/** 责任单位：… and 完成时限：… on lines of their own are one note: how many of its lines stand before. */
function runBefore(sentences: readonly Sentence[], notes: readonly number[], i: number): number {
  let run = 0;
  for (;;) {
    const at = (notes[i] ?? 0) - run;
    const isLine = noteOf(sentences[at]?.text ?? '')?.start === 0;
    if (!isLine || notes[i - run - 1] !== at - 1) return run;
    if (noteOf(sentences[at - 1]?.text ?? '')?.start !== 0) return run;
    run += 1;
  }
}

/** Indices next to `at` in one direction that stand in its place, up to the note at `until`. */
function spokenFor(
  sentences: readonly Sentence[],
  at: number,
  step: 1 | -1,
  until: number | undefined,
): number[] {
  const found: number[] = [];
  for (let i = at + step; i !== until && sentences[i] !== undefined; i += step) {
    if (!isSamePlace(sentences, at, i)) break;
    found.push(i);
  }
  return found;
}

/** Under one run-in head; without one, in one paragraph, or in the one right before a line of its own. */
function isSamePlace(sentences: readonly Sentence[], note: number, other: number): boolean {
  const one = sentences[note];
  const two = sentences[other];
  if (one === undefined || two === undefined) return false;
  if (one.section !== two.section || one.subsection !== two.subsection) return false;
  if (one.heading !== '') return one.heading === two.heading;
  if (one.paragraph === two.paragraph) return true;
  return other < note && one.siblings === 1 && noteOf(one.text)?.start === 0
    ? two.paragraph === sentences[note - 1]?.paragraph
    : false;
}

function shares(sentences: readonly Sentence[], at: number, other: number | undefined): boolean {
  return other !== undefined && isSamePlace(sentences, at, other);
}

function noted(task: PlanSentence, note: PlanSentence): PlanSentence {
  if (task.label !== 'task') return task;
  const deadline = task.deadline ?? note.deadline;
  return task.leadUnit !== undefined
    ? { ...task, deadline }
    : {
        ...task,
        deadline,
        leadUnit: note.leadUnit,
        coUnits: [...new Set([...task.coUnits, ...note.coUnits])],
      };
}
