import { useCommands } from '#web/kit/commands.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { type Deed, DEED_KEYS, DEEDS } from './candidate-card.tsx';
import { certainOf } from './card-pane.tsx';
import { documentsWords } from './documents-words.ts';
import {
  type Candidate,
  isUncertain,
  type Reading,
  sameHeading,
  type Sentence,
  stepTo,
  type Stop,
} from './reading-model.ts';
import { selectedStretch } from './text-pane.tsx';
import type { Deciding } from './use-deciding.ts';
import type { Walk } from './use-walk.ts';

export type Tab = 'leads' | 'changes';
export type Opened = 'edit' | 'split' | 'hand_down' | 'revise' | 'facts';

export interface Deeds {
  /** What may be done with a stop now, the likeliest first. */
  readonly of: (stop: Stop) => readonly Deed[];
  readonly run: (stop: Stop, deed: Deed) => void;
  readonly batch: (stops: readonly Stop[]) => void;
  readonly frame: (sentences: readonly Sentence[]) => void;
}

interface Hands {
  readonly reading: Reading;
  readonly walk: Walk;
  readonly deciding: Deciding;
  readonly tab: Tab | undefined;
  readonly onTab: (tab: Tab | undefined) => void;
  readonly onOpen: (opened: Opened) => void;
}

/** The acts of the reader and their keys: one goes on at once, the server is told meanwhile. */
export function useDeeds({ reading, walk, deciding, tab, onTab, onOpen }: Hands): Deeds {
  const r = useRoomWords(documentsWords);
  const say = useToast();
  const { can } = reading.detail;
  const mayDecide = can.includes('decide');
  const above = (stop: Stop): Candidate | undefined =>
    stepTo(walk.stops, stop.key, -1, ({ candidate }) => isMergeable(candidate), false)?.candidate;
  const of = (stop: Stop): readonly Deed[] =>
    mayDecide ? deedsOf(stop, above(stop) !== undefined) : [];
  const mark = async (stop: Stop, kind: 'task' | 'target'): Promise<void> => {
    const chosen = selectedStretch();
    const whole = stop.candidate === undefined ? stop.sentence.passage : undefined;
    const stretch = chosen ?? whole;
    if (stretch === undefined) return say(r.selectFirst);
    const isDone = await deciding.mark(kind, stretch.start, stretch.end);
    if (isDone && chosen === undefined) walk.goOn(stop);
  };
  const frame = (stop: Stop): void => {
    const { passage, candidates } = stop.sentence;
    const rejecting = candidates.filter(
      (one) => one.kind !== 'figure' && one.state !== 'rejected' && one.can.includes('reject'),
    );
    void deciding.frame([passage.seq], rejecting);
    walk.goOn(stop);
  };
  const run = (stop: Stop, deed: Deed): void => {
    const { candidate } = stop;
    if (deed === 'task' || deed === 'target') return void mark(stop, deed);
    if (!of(stop).includes(deed)) return say(r.notHere);
    if (deed === 'frame') return frame(stop);
    if (candidate === undefined) return;
    if (deed === 'edit' || deed === 'split') return onOpen(deed);
    if (deed === 'accept') void deciding.accept([stop]);
    if (deed === 'reject') void deciding.reject(candidate);
    const into = above(stop);
    if (deed === 'merge' && into !== undefined) void deciding.merge(into, candidate);
    walk.goOn(stop);
  };
  /** A takes what is proposed, whatever it is; what is settled is passed over. */
  const byKey = (deed: Deed): void => {
    const { current } = walk;
    if (tab !== undefined || current === undefined || !mayDecide) return;
    const { sentence, candidate } = current;
    const isFraming = candidate === undefined && sentence.passage.proposed === 'framing';
    if (deed !== 'accept') return run(current, deed);
    if (isFraming && of(current).includes('frame')) return run(current, 'frame');
    if (of(current).includes('accept')) return run(current, 'accept');
    if (sentence.passage.role === 'unassigned') return say(r.notHere);
    walk.goOn(current);
  };
  const batch = (stops: readonly Stop[]): void => {
    const last = stops.at(-1);
    if (last === undefined) return;
    void deciding.accept(stops);
    walk.goOn(last);
  };
  const frameMany = (sentences: readonly Sentence[]): void =>
    void deciding.frame(
      sentences.map(({ passage }) => passage.seq),
      [],
    );
  const walking = (by: 1 | -1, wanted?: typeof isUncertain) => (): void => {
    if (tab === undefined) walk.step(by, wanted);
  };
  const command = (id: string, keys: string, label: string, act: () => void) => ({
    id: `document-${id}`,
    keys,
    label,
    group: r.title,
    run: act,
  });
  useCommands([
    command('next', 'j', r.next, walking(1)),
    command('previous', 'k', r.previous, walking(-1)),
    command('next-look', 'n', r.nextLook, walking(1, isUncertain)),
    command('previous-look', 'p', r.previousLook, walking(-1, isUncertain)),
    ...DEEDS.map((deed) =>
      command(deed, DEED_KEYS[deed].toLowerCase(), r.deeds[deed], () => byKey(deed)),
    ),
    command('batch', 'b', r.acceptAllHere, () => {
      const { current } = walk;
      if (tab === undefined && current !== undefined && mayDecide)
        batch(certainOf(sameHeading(walk.stops, current)));
    }),
    command('undo', 'u', r.undo, () => {
      if (mayDecide) void deciding.undo();
    }),
    command('leads', 'l', r.leads, () => {
      if (can.includes('assign')) onTab(tab === 'leads' ? undefined : 'leads');
    }),
    command('hand-down', 'd', r.handDown, () => {
      if (can.includes('hand_down')) onOpen('hand_down');
    }),
  ]);
  return { of, run, batch, frame: frameMany };
}

function isMergeable(candidate: Candidate | undefined): boolean {
  return (
    candidate?.kind === 'task' && candidate.state !== 'rejected' && candidate.can.includes('edit')
  );
}

function deedsOf({ sentence, candidate }: Stop, hasAbove: boolean): readonly Deed[] {
  const { role, proposed } = sentence.passage;
  if (candidate === undefined) {
    const others: readonly Deed[] = ['task', 'target'];
    if (role !== 'unassigned') return role === 'framing' ? others : [];
    return proposed === 'framing' ? ['frame', ...others] : [...others, 'frame'];
  }
  const { can, state, kind } = candidate;
  const deeds: Record<Deed, boolean> = {
    accept: can.includes('accept') && (state === 'proposed' || state === 'rejected'),
    edit: can.includes('edit'),
    reject: can.includes('reject') && state !== 'rejected',
    merge: kind === 'task' && can.includes('merge') && hasAbove,
    split: kind === 'task' && can.includes('split'),
    frame: role === 'unassigned',
    task: false,
    target: false,
  };
  return DEEDS.filter((deed) => deeds[deed]);
}
