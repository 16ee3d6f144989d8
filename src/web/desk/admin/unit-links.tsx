import { type ReactElement, useCallback, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Field, RadioGroup, TextInput } from '#web/kit/field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import css from './admin.module.css';
import { type UnitView, useOrgChanged } from './unit-acts.tsx';
import { unitsWords } from './units-words.ts';

/** 条线与党组织关系: who sees whom besides by territory; a relation ends, it is never erased. */
export function UnitLinks({ view }: { readonly view: UnitView }): ReactElement | undefined {
  const r = useRoomWords(unitsWords);
  const changed = useOrgChanged();
  const [adding, setAdding] = useState(false);
  const end = useAct((key, id: string) => call(calls.endLink, { id }, { key }));
  const mayStart = view.can.includes('link.start');
  const mayEnd = view.can.includes('link.end');
  if (view.links.length === 0 && !mayStart) return undefined;
  return (
    <>
      <h3>{r.links}</h3>
      {end.problem !== undefined && <ProblemNote problem={end.problem} />}
      {view.links.length === 0 && <p className={css['sub']}>{r.noLinks}</p>}
      <ul className={css['plain']}>
        {view.links.map((link) => (
          <li key={link.id}>
            {r.kinds[link.kind]}：{link.upper.name} → {link.lower.name}
            {link.function !== null && `（${link.function}）`}
            {mayEnd && link.toOn === null && (
              <Button
                look="quiet"
                busy={end.busy}
                aria-label={r.endOf(
                  link.upper.id === view.unit.id ? link.lower.name : link.upper.name,
                )}
                onClick={() => {
                  void end.run(link.id).then(async (done) => {
                    if (done !== undefined) await changed();
                  });
                }}
              >
                {r.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayStart && (
        <p>
          <Button onClick={() => setAdding(true)}>{r.addLink}</Button>
        </p>
      )}
      {adding && (
        <Dialog title={r.addLink} onClose={() => setAdding(false)}>
          <LinkForm unit={view.unit.id} onClose={() => setAdding(false)} />
        </Dialog>
      )}
    </>
  );
}

function LinkForm({
  unit,
  onClose,
}: {
  readonly unit: string;
  readonly onClose: () => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(unitsWords);
  const say = useToast();
  const changed = useOrgChanged();
  const [kind, setKind] = useState<'line' | 'party'>('line');
  const [side, setSide] = useState<'upper' | 'lower'>('upper');
  const [other, setOther] = useState<Found>();
  const [matter, setMatter] = useState('');
  const act = useAct((key, input: Input<typeof calls.linkUnits>) =>
    call(calls.linkUnits, input, { key }),
  );
  const choose = useCallback((found: Found | undefined) => setOther(found), []);
  const submit = async (): Promise<void> => {
    if (other === undefined) return;
    const ends =
      side === 'upper' ? { upper: unit, lower: other.id } : { upper: other.id, lower: unit };
    const only = matter.trim() === '' ? {} : { function: matter.trim() };
    if ((await act.run({ kind, ...ends, ...only })) === undefined) return;
    await changed();
    say(r.saved);
    onClose();
  };
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <RadioGroup
        label={r.linkKind}
        value={kind}
        options={(['line', 'party'] as const).map((value) => ({ value, label: r.kinds[value] }))}
        onValue={setKind}
      />
      <RadioGroup
        label={r.side}
        value={side}
        options={[
          { value: 'upper', label: r.upper },
          { value: 'lower', label: r.lower },
        ]}
        onValue={setSide}
      />
      <Field label={r.other}>
        {(ids) => (
          <Combobox
            ids={ids}
            placeholder={w.kit.searchUnit}
            chosen={other}
            search={searchUnits}
            onChoose={choose}
          />
        )}
      </Field>
      <TextInput label={r.forFunction} value={matter} onText={setMatter} maxLength={40} />
      <Button type="submit" look="primary" busy={act.busy} disabled={other === undefined}>
        {r.save}
      </Button>
    </form>
  );
}
