import { gramIds } from '../near/grams.ts';
import { NumberTable } from '../near/number-table.ts';
import type { Slot } from './substitutions.ts';
import type { TextTable } from '../near/text-table.ts';

/** So much rarer is what a slip of the pen puts together than what was meant. */
const RARER = 6;

/** In how many statements two characters stand together: of one wording told a hundred times a hundred. */
export class TimesTold {
  readonly #times = new NumberTable();

  constructor(texts: TextTable, signatureOf: Int32Array) {
    const told = new Uint32Array(texts.size);
    for (const signature of signatureOf) told[signature] = (told[signature] ?? 0) + 1;
    for (let at = 0; at < texts.size; at += 1)
      for (const gram of gramIds(texts.textAt(at)))
        this.#times.set(gram, this.#times.get(gram) + (told[at] ?? 0));
  }

  /** Of the rarest and of the commonest pair in a stretch. */
  in(stretch: string): { readonly least: number; readonly most: number } {
    const times = Array.from(gramIds(stretch), (gram) => this.#times.get(gram));
    return { least: Math.min(...times), most: Math.max(...times) };
  }
}

/**
 * Was one character left out by a slip of the pen (漏字), by what a whole city writes? Its neighbours then stand together as hardly
 * anybody writes them. Of one character for another that tells nothing: 桥面 is rarer than 路面, too.
 */
export function isSlip({ left, right, leftWritten, rightWritten }: Slot, told: TimesTold): boolean {
  if (left.length + right.length !== 1 || leftWritten === '' || rightWritten === '') return false;
  const [a, b] = [told.in(leftWritten), told.in(rightWritten)];
  return a.least > RARER * b.most || b.least > RARER * a.most;
}
