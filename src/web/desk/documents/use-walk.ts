import { useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import type { Covered } from './coverage-bar.tsx';
import { documentsWords } from './documents-words.ts';
import {
  isOpen,
  type Reading,
  type Sentence,
  stepTo,
  stopAt,
  type Stop,
  stopsOf,
} from './reading-model.ts';

/** A place of the text to be scrolled to; `n` tells one wish from the next. */
export interface Shown {
  readonly at: number;
  readonly n: number;
}

export interface Walk {
  readonly stops: readonly Stop[];
  readonly current: Stop | undefined;
  /** `seq` of the sentence that the address has led to. */
  readonly arrived: number | undefined;
  readonly shown: Shown | undefined;
  /** Goes up when the current card is to take the focus. */
  readonly focus: number;
  /** The figure of the coverage bar whose sentences are listed. */
  readonly role: Covered | undefined;
  readonly setRole: (role: Covered | undefined) => void;
  readonly choose: (stop: Stop) => void;
  readonly chooseSentence: (sentence: Sentence, candidate?: string) => void;
  readonly show: (at: number, stop: Stop | undefined) => void;
  readonly step: (by: 1 | -1, wanted?: (stop: Stop) => boolean) => void;
  /** To the next that is still open after this one; says so when that was the last. */
  readonly goOn: (from: Stop) => void;
}

interface Place {
  readonly key: string;
  readonly seq: number;
}

function placeOf({ key, sentence }: Stop): Place {
  return { key, seq: sentence.passage.seq };
}

/** Where one is in a document, and how one goes on. */
export function useWalk(reading: Reading, pending: ReadonlySet<string>): Walk {
  const r = useRoomWords(documentsWords);
  const say = useToast();
  const { at } = useSearch({ from: '/inside/documents/$id' });
  const stops = useMemo(() => stopsOf(reading), [reading]);
  const [place, setPlace] = useState<Place | undefined>(() => {
    const first = stops.find(isOpen) ?? stops[0];
    return first === undefined ? undefined : placeOf(first);
  });
  const [arrived, setArrived] = useState<number>();
  const [shown, setShown] = useState<Shown>();
  const [focus, setFocus] = useState(0);
  const [role, setRole] = useState<Covered>();
  useEffect(() => {
    if (at === undefined) return;
    const { stop, sentence } = stopAt(stops, reading, at);
    setPlace(stop === undefined ? undefined : placeOf(stop));
    setArrived(sentence?.passage.seq);
    // The address leads there once, not after every act.
  }, [at]);
  // What was merged or split is no stop any more; then one stands where it was.
  const current =
    stops.find((stop) => stop.key === place?.key) ??
    (place === undefined
      ? undefined
      : (stops.find((stop) => stop.sentence.passage.seq >= place.seq) ?? stops.at(-1)));
  const choose = (stop: Stop): void => {
    setPlace(placeOf(stop));
    setArrived(undefined);
    setRole(undefined);
    setFocus((n) => n + 1);
  };
  return {
    stops,
    current,
    arrived,
    shown,
    focus,
    role,
    setRole,
    choose,
    chooseSentence: ({ passage }, candidate) => {
      const stop =
        stops.find((one) => one.key === candidate) ??
        stops.find((one) => one.sentence.passage.seq === passage.seq);
      if (stop !== undefined) return choose(stop);
      setArrived(passage.seq);
    },
    show: (offset, stop) => {
      if (stop !== undefined) choose(stop);
      setShown((now) => ({ at: offset, n: (now?.n ?? 0) + 1 }));
    },
    step: (by, wanted) => {
      const next = stepTo(stops, current?.key, by, wanted ?? (() => true), wanted !== undefined);
      if (next !== undefined) return choose(next);
      if (wanted !== undefined) say(r.noUncertain);
    },
    goOn: (from) => {
      const next = stepTo(
        stops,
        from.key,
        1,
        (stop) => isOpen(stop) && !pending.has(stop.key) && stop.key !== from.key,
      );
      if (next === undefined) say(r.allJudged);
      else choose(next);
    },
  };
}
