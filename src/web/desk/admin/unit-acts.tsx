import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useState } from 'react';
import { UNIT_KINDS, type UnitKind } from '#domain/org/unit.ts';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Field, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import { type Need, NeedingForm } from '../entry/needing-form.tsx';
import css from './admin.module.css';
import { unitsWords } from './units-words.ts';

export type UnitView = Answer<typeof calls.getUnit>;

const ACTS = ['change', 'create', 'move', 'close'] as const;
type ActName = (typeof ACTS)[number];
const DEED = {
  change: 'unit.rename',
  create: 'unit.create',
  move: 'unit.move',
  close: 'unit.close',
} as const satisfies Record<ActName, UnitView['can'][number]>;

/** After a change of the organisation, everything that names units is asked for anew. */
export function useOrgChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['unit'] });
    await queries.invalidateQueries({ queryKey: ['units'] });
  };
}

/** What may be done to a unit, each as a small form. */
export function UnitActs({ view }: { readonly view: UnitView }): ReactElement | undefined {
  const r = useRoomWords(unitsWords);
  const [open, setOpen] = useState<ActName>();
  const acts = ACTS.filter((act) => view.can.includes(DEED[act]));
  if (acts.length === 0) return undefined;
  return (
    <p className={css['acts']}>
      {acts.map((act) => (
        <Button key={act} look={act === 'close' ? 'danger' : 'plain'} onClick={() => setOpen(act)}>
          {r[act]}
        </Button>
      ))}
      {open !== undefined && (
        <Dialog title={`${r[open]} ${view.unit.name}`} onClose={() => setOpen(undefined)}>
          <UnitForm act={open} view={view} onClose={() => setOpen(undefined)} />
        </Dialog>
      )}
    </p>
  );
}

interface Draft {
  readonly name: string;
  readonly shortName: string;
  readonly functions: string;
  readonly code: string;
  readonly kind: UnitKind | '';
  readonly parent: Found | undefined;
}

function draftOf(act: ActName, { unit }: UnitView): Draft {
  const blank = {
    name: '',
    shortName: '',
    functions: '',
    code: '',
    kind: '',
    parent: undefined,
  } as const;
  if (act !== 'change') return blank;
  const { name, shortName } = unit;
  return { ...blank, name, shortName, functions: unit.functions.join('、') };
}

function listOf(text: string): string[] {
  return text
    .split(/[、，,;；]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

async function send(act: ActName, { unit }: UnitView, draft: Draft, key: string): Promise<unknown> {
  const at = { id: unit.id, version: unit.version };
  const { name, shortName, parent, kind } = draft;
  const short = shortName.trim() === '' ? {} : { shortName: shortName.trim() };
  const words = { name: name.trim(), ...short, functions: listOf(draft.functions) };
  switch (act) {
    case 'change':
      return await call(calls.renameUnit, { ...at, ...words }, { key });
    case 'create':
      if (kind === '') return undefined;
      return await call(
        calls.createUnit,
        { parentId: unit.id, code: draft.code.trim(), kind, ...words },
        { key },
      );
    case 'move':
      return await call(calls.moveUnit, { ...at, parentId: parent?.id ?? '' }, { key });
    case 'close':
      return await call(calls.closeUnit, at, { key });
  }
}

/** What each change of a unit cannot be sent without. */
function needsOf(
  act: ActName,
  { name, code, kind, parent }: Draft,
  r: {
    readonly name: string;
    readonly code: string;
    readonly kind: string;
    readonly parent: string;
  },
): readonly Need[] {
  const named: Need = [r.name, name.trim() !== ''];
  const needs = {
    change: [named],
    create: [named, [r.code, code.trim() !== ''], [r.kind, kind !== '']],
    move: [[r.parent, parent !== undefined]],
    close: [],
  } as const satisfies Readonly<Record<ActName, readonly Need[]>>;
  return needs[act];
}

function UnitForm({
  act,
  view,
  onClose,
}: {
  readonly act: ActName;
  readonly view: UnitView;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(unitsWords);
  const say = useToast();
  const changed = useOrgChanged();
  const [draft, setDraft] = useState(() => draftOf(act, view));
  const put = (change: Partial<Draft>): void => setDraft((now) => ({ ...now, ...change }));
  const run = useAct((key, sent: Draft) => send(act, view, sent, key));
  return (
    <NeedingForm
      className={css['form']}
      needs={needsOf(act, draft, r)}
      onSubmit={() => {
        void run.run(draft).then(async (done) => {
          if (done === undefined) return;
          await changed();
          say(r.saved);
          onClose();
        });
      }}
    >
      {run.problem !== undefined && <ProblemNote problem={run.problem} />}
      {(act === 'change' || act === 'create') && (
        <UnitFields isNew={act === 'create'} draft={draft} onPut={put} />
      )}
      {act === 'move' && <MoveField chosen={draft.parent} onChoose={put} />}
      {act === 'close' && <p>{r.closeHint}</p>}
      <Button type="submit" look={act === 'close' ? 'danger' : 'primary'} busy={run.busy}>
        {act === 'close' || act === 'move' ? r[act] : r.save}
      </Button>
    </NeedingForm>
  );
}

function UnitFields({
  isNew,
  draft,
  onPut,
}: {
  readonly isNew: boolean;
  readonly draft: Draft;
  readonly onPut: (change: Partial<Draft>) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(unitsWords);
  return (
    <>
      <TextInput
        label={r.name}
        value={draft.name}
        onText={(name) => onPut({ name })}
        maxLength={120}
        required
      />
      <TextInput
        label={r.shortName}
        value={draft.shortName}
        onText={(shortName) => onPut({ shortName })}
        maxLength={60}
      />
      {isNew && (
        <>
          <TextInput
            label={r.code}
            value={draft.code}
            onText={(code) => onPut({ code })}
            required
          />
          <SelectField
            label={r.kind}
            value={draft.kind}
            none={r.choose}
            options={UNIT_KINDS.filter((kind) => kind !== 'city').map((kind) => ({
              value: kind,
              label: w.unitKind[kind],
            }))}
            onValue={(kind) => onPut({ kind })}
          />
        </>
      )}
      <TextInput
        label={r.functions}
        hint={r.functionsHint}
        value={draft.functions}
        onText={(functions) => onPut({ functions })}
      />
    </>
  );
}

function MoveField({
  chosen,
  onChoose,
}: {
  readonly chosen: Found | undefined;
  readonly onChoose: (change: { parent: Found | undefined }) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(unitsWords);
  const choose = useCallback((parent: Found | undefined) => onChoose({ parent }), [onChoose]);
  return (
    <Field label={r.parent} hint={r.moveHint}>
      {(ids) => (
        <Combobox
          ids={ids}
          placeholder={w.kit.searchUnit}
          chosen={chosen}
          search={searchUnits}
          onChoose={choose}
        />
      )}
    </Field>
  );
}
