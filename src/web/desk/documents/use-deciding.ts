import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { call, newKey, Problem } from '../api/call.ts';
import { documentCalls } from './document-calls.ts';
import { documentsWords } from './documents-words.ts';
import type { Candidate, Change, Reading, Stop } from './reading-model.ts';
import { putChange, readingQuery } from './use-reading.ts';

type Act = (key: string) => Promise<Change>;

export interface Deciding {
  readonly problem: Problem | undefined;
  /** What has just been done, for the live region. */
  readonly said: string;
  /** Stops whose answer is still under way. */
  readonly pending: ReadonlySet<string>;
  readonly accept: (stops: readonly Stop[]) => Promise<boolean>;
  readonly reject: (candidate: Candidate) => Promise<boolean>;
  readonly frame: (
    sentences: readonly number[],
    rejecting: readonly Candidate[],
  ) => Promise<boolean>;
  readonly merge: (into: Candidate, candidate: Candidate) => Promise<boolean>;
  readonly split: (candidate: Candidate, at: readonly number[]) => Promise<boolean>;
  readonly mark: (kind: 'task' | 'target', start: number, end: number) => Promise<boolean>;
  /** An act of a dialog that has already been carried out. */
  readonly done: (change: Change, said: string) => void;
  readonly undo: () => Promise<void>;
}

/**
 * Judging, one act after the other: whoever judges goes on at once, the acts wait for each other, and each
 * can be taken back.
 */
export function useDeciding({ detail }: Reading): Deciding {
  const { id } = detail;
  const r = useRoomWords(documentsWords);
  const queries = useQueryClient();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem>();
  const [said, setSaid] = useState('');
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const undoable = useRef<number[]>([]);

  const done = (change: Change, words: string): void => {
    putChange(queries, id, change);
    // What changed nothing is no step of its own.
    const isStep = change.candidates.length + change.passages.length > 0;
    if (isStep) undoable.current.push(change.document.version);
    setSaid(words);
  };
  const take = async (keys: readonly string[], words: string, act: Act): Promise<boolean> => {
    setPending((now) => new Set([...now, ...keys]));
    setProblem(undefined);
    const turn = line.current.then(() => act(newKey()));
    line.current = turn.catch(() => undefined);
    try {
      done(await turn, words);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      // What somebody else has changed meanwhile is shown as it is now.
      if (error.status === 409)
        void queries.invalidateQueries({ queryKey: readingQuery(id).queryKey });
      return false;
    } finally {
      setPending((now) => new Set([...now].filter((key) => !keys.includes(key))));
    }
  };
  const undo = async (): Promise<void> => {
    await line.current;
    const version = undoable.current.pop() ?? (await lastUndoable(id));
    if (version === undefined) return toast(r.nothingToUndo);
    setProblem(undefined);
    try {
      putChange(
        queries,
        id,
        await call(documentCalls.undoDecision, { id, version }, { key: newKey() }),
      );
      setSaid(r.undone);
      toast(r.undone);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return {
    problem,
    said,
    pending,
    done,
    undo,
    accept: (stops) => {
      const candidates = stops.flatMap(({ candidate }) =>
        candidate === undefined ? [] : [seen(candidate)],
      );
      return take(
        stops.map((stop) => stop.key),
        r.acceptedN(String(candidates.length)),
        (key) => call(documentCalls.acceptCandidates, { id, candidates }, { key }),
      );
    },
    reject: (candidate) =>
      take([candidate.id], r.rejected, (key) =>
        call(documentCalls.rejectCandidates, { id, candidates: [seen(candidate)] }, { key }),
      ),
    frame: (sentences, rejecting) =>
      take(
        [...sentences.map((seq) => `s${seq}`), ...rejecting.map((one) => one.id)],
        r.framed(String(sentences.length)),
        (key) =>
          rejecting.length === 0
            ? call(documentCalls.confirmFraming, { id, passages: [...sentences] }, { key })
            : call(
                documentCalls.rejectCandidates,
                { id, candidates: rejecting.map(seen), framing: true },
                { key },
              ),
      ),
    merge: (into, candidate) =>
      take([candidate.id], r.merged, (key) =>
        call(
          documentCalls.mergeCandidates,
          { id, into: seen(into), candidates: [seen(candidate)] },
          { key },
        ),
      ),
    split: (candidate, at) =>
      take([candidate.id], r.splitDone(String(at.length + 1)), (key) =>
        call(
          documentCalls.splitCandidate,
          { id, candidate: seen(candidate), at: [...at] },
          { key },
        ),
      ),
    mark: (kind, start, end) =>
      take([], r.marked[kind], (key) =>
        call(documentCalls.addCandidate, { id, kind, start, end }, { key }),
      ),
  };
}

function seen({ id, version }: Candidate): { id: string; version: number } {
  return { id, version };
}

/** The newest act on the document that can be taken back, also one of an earlier day. */
async function lastUndoable(id: string): Promise<number | undefined> {
  const { events } = await call(documentCalls.readDocumentEvents, { id, limit: 20 });
  return events.find((event) => event.undoable)?.version;
}
