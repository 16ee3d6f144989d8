import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { RadioGroup, TextArea } from '#web/kit/field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls, type VoiceRow } from './voice-calls.ts';
import { DISMISSALS } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';

/** As many as are judged in one go. */
const MOST = 100;
const WAYS = ['pass', 'dismiss'] as const;

/** 一并审看: what a flood left behind, as far as it is listed, with one reason. */
export function JudgeHeld({ rows }: { readonly rows: readonly VoiceRow[] }): ReactElement | null {
  const { exact } = useWords();
  const r = useRoomWords(voicesWords);
  // What is shown when it is opened is what is judged, whatever comes in meanwhile.
  const [opened, setOpened] = useState<readonly VoiceRow[]>();
  const held = rows.filter((row) => row.can.includes('pass')).slice(0, MOST);
  return (
    <>
      {held.length > 1 && (
        <Button onClick={() => setOpened(held)}>{r.judgeHeld(exact(held.length))}</Button>
      )}
      {opened !== undefined && <JudgeDialog rows={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function JudgeDialog({
  rows,
  onClose,
}: {
  readonly rows: readonly VoiceRow[];
  readonly onClose: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const queries = useQueryClient();
  const [way, setWay] = useState<(typeof WAYS)[number]>();
  const [because, setBecause] = useState<(typeof DISMISSALS)[number]>();
  const [reason, setReason] = useState('');
  const act = useAct((key, input: Input<typeof voiceCalls.judgeHeld>) =>
    call(voiceCalls.judgeHeld, input, { key }),
  );
  const isDismissed = way === 'dismiss';
  const submit = async (): Promise<void> => {
    const done = await act.run({
      voices: rows.map(({ id, version }) => ({ id, version })),
      reason,
      ...(isDismissed && { because }),
    });
    if (done === undefined) return;
    const { judged, stayed } = done;
    say(
      stayed.length === 0
        ? r.judged(exact(judged))
        : r.judgedBut(exact(judged), exact(stayed.length)),
    );
    void queries.invalidateQueries({ queryKey: ['voices'] });
    onClose();
  };
  return (
    <FormDialog
      title={r.judgeHeld(exact(rows.length))}
      busy={act.busy}
      needs={[
        [r.judgeHow, way !== undefined],
        [r.because, !isDismissed || because !== undefined],
        [isDismissed ? r.reasonSeen : r.reason, reason.trim() !== ''],
      ]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <RadioGroup
        label={r.judgeHow}
        value={way}
        options={WAYS.map((value) => ({ value, label: r.moves[value] }))}
        onValue={setWay}
      />
      {isDismissed && (
        <RadioGroup
          label={r.because}
          value={because}
          options={DISMISSALS.map((value) => ({ value, label: r.dismissals[value] }))}
          onValue={setBecause}
        />
      )}
      <TextArea
        label={isDismissed ? r.reasonSeen : r.reason}
        value={reason}
        rows={3}
        maxLength={1000}
        onText={setReason}
      />
    </FormDialog>
  );
}
