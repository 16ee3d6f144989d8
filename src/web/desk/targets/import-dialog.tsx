import { type ReactElement, useCallback, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { FileDrop } from '#web/kit/file-drop.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { targetCalls } from './target-calls.ts';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

type Looked = Answer<typeof targetCalls.importReadings>;

/** 导入数值: first what the sheet would do and what is wrong where, then the good rows. */
export function ImportDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const say = useToast();
  const [file, setFile] = useState<File>();
  const [looked, setLooked] = useState<Looked>();
  const send = useAct(async (key, name: string, apply: boolean, body: File) =>
    call(
      targetCalls.importReadings,
      { name, ...(apply ? { apply: true } : {}) },
      { key, file: body },
    ),
  );
  const { run } = send;
  const take = useCallback(
    ([one]: readonly File[]) => {
      if (one === undefined) return;
      setFile(one);
      setLooked(undefined);
      void run(one.name, false, one).then(setLooked);
    },
    [run],
  );
  const apply = async (): Promise<void> => {
    if (file === undefined) return;
    const done = await run(file.name, true, file);
    if (done === undefined) return;
    say(r.imported);
    onDone();
    onClose();
  };
  const good = (looked?.fresh ?? 0) + (looked?.changed ?? 0);
  return (
    <Dialog title={r.importSheet} onClose={onClose} wide>
      <div className={css['form']}>
        {send.problem !== undefined && <ProblemNote problem={send.problem} />}
        <FileDrop
          label={r.sheetLabel}
          hint={r.sheetHint}
          accept=".xlsx,.xls,.et,.ods,.csv"
          busy={send.busy}
          onFiles={take}
        />
        {looked !== undefined && (
          <>
            <p role="status">
              <strong>{file?.name}</strong>{' '}
              {r.preview(looked.fresh, looked.changed, looked.known, looked.faulty)}
            </p>
            <Faults faults={looked.faults} />
            <Sample sample={looked.sample} />
            <Button
              look="primary"
              busy={send.busy}
              disabled={good === 0}
              onClick={() => void apply()}
            >
              {r.apply}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Faults({ faults }: { readonly faults: Looked['faults'] }): ReactElement | undefined {
  const r = useRoomWords(targetsWords);
  if (faults.length === 0) return undefined;
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={r.fault}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.row}</th>
            <th scope="col">{r.column}</th>
            <th scope="col">{r.fault}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={fault.row}>
              <td>{fault.row}</td>
              <td className={css['nowrap']}>{fault.column}</td>
              <td>{fault.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sample({ sample }: { readonly sample: Looked['sample'] }): ReactElement | undefined {
  const { day } = useWords();
  const r = useRoomWords(targetsWords);
  if (sample.length === 0) return undefined;
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={r.readings}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.row}</th>
            <th scope="col">{r.indicator}</th>
            <th scope="col">{r.unit}</th>
            <th scope="col">{r.periodEnd}</th>
            <th scope="col" className={css['number']}>
              {r.value}
            </th>
            <th scope="col" className={css['number']}>
              {r.before}
            </th>
          </tr>
        </thead>
        <tbody>
          {sample.map((one) => (
            <tr key={one.row}>
              <td>{one.row}</td>
              <td>{one.indicator}</td>
              <td>{one.unit}</td>
              <td className={css['nowrap']}>{day(one.periodEnd)}</td>
              <td className={css['number']}>{one.value}</td>
              <td className={css['number']}>{one.before ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
