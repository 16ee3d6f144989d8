import { useRef, useState } from 'react';
import { newKey, Problem } from './call.ts';

export interface Act<I extends readonly unknown[], T> {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Do it; `undefined` when it did not come about, and `problem` then says why. */
  readonly run: (...input: I) => Promise<T | undefined>;
  readonly clear: () => void;
}

/**
 * One act of a person, with its idempotency key: pressing again after a lost answer is the same act, so
 * nothing happens twice; after a clear answer, or with other words in the form, it is a new one.
 */
export function useAct<I extends readonly unknown[], T>(
  act: (key: string, ...input: I) => Promise<T>,
): Act<I, T> {
  const held = useRef<{ key: string; input: string }>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (...input: I): Promise<T | undefined> => {
    const sent = JSON.stringify(input, told);
    if (held.current?.input !== sent) held.current = { key: newKey(), input: sent };
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await act(held.current.key, ...input);
      held.current = undefined;
      return answer;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status >= 400 && error.status < 500) held.current = undefined;
      setProblem(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(undefined) };
}

/** A file says nothing of itself as JSON: two of them would be one act. */
function told(_name: string, value: unknown): unknown {
  return value instanceof File ? [value.name, value.size, value.lastModified] : value;
}
