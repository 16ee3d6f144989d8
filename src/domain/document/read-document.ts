import { numericItems, type NumericItem } from './items.ts';
import { normalise, type NormalText } from './normalise.ts';
import { planSentences, type PlanSentence } from './tasks.ts';
import { outline, type Outline } from './outline.ts';

/** Everything the rules find in a document. */
export interface DocumentReading extends Outline {
  readonly normal: NormalText;
  readonly items: readonly NumericItem[];
  readonly tasks: readonly PlanSentence[];
}

/** Reads a document (读文件): normalised text, outline, numeric items, tasks. Pure and synchronous. */
export function readDocument(raw: string): DocumentReading {
  const normal = normalise(raw);
  const structure = outline(normal.text);
  return {
    ...structure,
    normal,
    items: numericItems(structure.sentences),
    tasks: planSentences(structure.sentences),
  };
}
