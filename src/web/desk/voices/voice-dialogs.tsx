import { type ReactElement, useState } from 'react';
import { ADOPTIONS, SUBJECTS } from '#domain/voice/voice.ts';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Field, RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Call } from '../api/call.ts';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import { FormDialog } from './form-dialog.tsx';
import { useVoiceChanged } from './use-voice-changed.ts';
import { type OfficeMove, type VoiceDetail, voiceMoves } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';

type FormMove = Exclude<OfficeMove, 'accept' | 'answer' | 'link' | 'unlink'>;
type FieldName =
  | 'title'
  | 'summary'
  | 'subject'
  | 'place'
  | 'placeUnit'
  | 'dueOn'
  | 'unit'
  | 'because'
  | 'adoption'
  | 'question'
  | 'reason'
  | 'note';

/** The fields of each move; a name with `!` must be filled in. */
const FIELDS = {
  register: ['title', 'subject', 'dueOn'],
  hold: ['reason!'],
  pass: ['reason!'],
  dismiss: ['because!', 'reason!'],
  route: ['unit!', 'note'],
  decline: ['reason!'],
  arbitrate: ['unit!', 'reason!'],
  ask: ['question!'],
  adopt: ['adoption!', 'reason!'],
  tidy: ['title', 'summary', 'subject', 'place', 'placeUnit'],
  end: ['note'],
} as const satisfies Record<FormMove, readonly (FieldName | `${FieldName}!`)[]>;

export const DISMISSALS = [
  'no_matter',
  'advertising',
  'repeated',
  'other_procedure',
  'other_place',
] as const;
const SEEN_BY_REPORTER: ReadonlySet<FormMove> = new Set(['dismiss', 'adopt']);

type Draft = Partial<Record<FieldName, string>>;
type Words = Awaited<ReturnType<typeof voicesWords>>;

function firstDraft(move: FormMove, voice: VoiceDetail): Draft {
  if (move !== 'register' && move !== 'tidy') return {};
  const { title, subject = '' } = voice;
  return move === 'register'
    ? { title, subject }
    : { title, subject, summary: voice.summary, place: voice.place };
}

/** A move as a form: one field a line, Enter sends it. */
export function MoveDialog({
  move,
  voice,
  onClose,
}: {
  readonly move: FormMove;
  readonly voice: VoiceDetail;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const [draft, setDraft] = useState(() => firstDraft(move, voice));
  // All moves answer with the voice; which fields each takes is what FIELDS says.
  const to = voiceMoves[move] as Call<(typeof voiceMoves)['end'] extends Call<infer T> ? T : never>;
  const act = useAct((key, fields: Draft) =>
    call(to, { id: voice.id, version: voice.version, ...fields }, { key }),
  );
  const names: readonly string[] = FIELDS[move];
  const needs = names
    .filter((name) => name.endsWith('!'))
    .map((name) => name.slice(0, -1) as FieldName)
    .map((name) => [labelOf(name, move, r), (draft[name] ?? '').trim() !== ''] as const);
  const submit = async (): Promise<void> => {
    const filled = Object.entries(draft).filter(([, value]) => value.trim() !== '');
    const now = await act.run(Object.fromEntries(filled));
    if (now === undefined) return;
    changed(now);
    say(r.done(r.moves[move]));
    onClose();
  };
  return (
    <FormDialog
      title={r.moves[move]}
      about={`${voice.no}　${voice.title}`}
      busy={act.busy}
      needs={needs}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      {names.map((name) => (
        <MoveField
          key={name}
          name={name.replace('!', '') as FieldName}
          isNeeded={name.endsWith('!')}
          label={labelOf(name.replace('!', '') as FieldName, move, r)}
          value={draft[name.replace('!', '') as FieldName] ?? ''}
          onValue={(value) => setDraft({ ...draft, [name.replace('!', '')]: value })}
        />
      ))}
    </FormDialog>
  );
}

/** How the field of a move is called; a reason that the reporter reads is called that. */
function labelOf(name: FieldName, move: FormMove, r: Words): string {
  return {
    title: r.titleField,
    summary: r.summaryField,
    subject: r.subject,
    place: r.place,
    placeUnit: r.placeUnit,
    dueOn: r.dueOn,
    unit: r.toUnit,
    because: r.because,
    adoption: r.adoption,
    question: r.question,
    reason: SEEN_BY_REPORTER.has(move) ? r.reasonSeen : r.reason,
    note: r.note,
  }[name];
}

function MoveField({
  name,
  isNeeded,
  label,
  value,
  onValue,
}: {
  readonly name: FieldName;
  readonly isNeeded: boolean;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const optional = isNeeded ? undefined : w.kit.optional;
  const choices = <T extends string>(of: readonly T[], said: (one: T) => string) =>
    of.map((one) => ({ value: one, label: said(one) }));
  switch (name) {
    case 'unit':
    case 'placeUnit':
      return <UnitField label={label} optional={optional} onUnit={(id) => onValue(id ?? '')} />;
    case 'dueOn':
      return (
        <DateField
          label={label}
          hint={r.dueHint}
          optional={optional}
          value={value}
          onDay={onValue}
        />
      );
    case 'subject':
      return (
        <SelectField
          label={label}
          optional={optional}
          none={r.unsorted}
          value={value}
          options={choices(SUBJECTS, (one) => r.subjects[one])}
          onValue={onValue}
        />
      );
    case 'because':
      return (
        <RadioGroup
          label={label}
          value={value}
          options={choices(DISMISSALS, (one) => r.dismissals[one])}
          onValue={onValue}
        />
      );
    case 'adoption':
      return (
        <RadioGroup
          label={label}
          value={value}
          options={choices(ADOPTIONS, (one) => r.adoptions[one])}
          onValue={onValue}
        />
      );
    case 'title':
    case 'place':
      return (
        <TextInput
          label={label}
          optional={optional}
          value={value}
          maxLength={200}
          onText={onValue}
        />
      );
    case 'summary':
    case 'question':
    case 'note':
    case 'reason':
      return (
        <TextArea
          label={label}
          optional={optional}
          value={value}
          rows={name === 'summary' ? 8 : 3}
          maxLength={name === 'summary' ? 10_000 : 1000}
          onText={onValue}
        />
      );
  }
}

/** A unit chosen by name. */
export function UnitField({
  label,
  hint,
  optional,
  onUnit,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly optional?: string | undefined;
  readonly onUnit: (id: string | undefined) => void;
}): ReactElement {
  const { w } = useWords();
  const [unit, setUnit] = useState<Found>();
  return (
    <Field label={label} hint={hint} optional={optional}>
      {(ids) => (
        <Combobox
          ids={ids}
          placeholder={w.kit.searchUnit}
          chosen={unit}
          search={searchUnits}
          onChoose={(found) => {
            setUnit(found);
            onUnit(found?.id);
          }}
        />
      )}
    </Field>
  );
}

/** 移出问题, with its reason. */
export function UnlinkDialog({
  voice,
  entry,
  onClose,
}: {
  readonly voice: VoiceDetail;
  readonly entry: VoiceDetail['entries'][number];
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const [reason, setReason] = useState('');
  const act = useAct((key, why: string) =>
    call(
      voiceMoves.unlink,
      { id: voice.id, version: voice.version, entry: entry.id, reason: why },
      { key },
    ),
  );
  const submit = async (): Promise<void> => {
    const now = await act.run(reason);
    if (now === undefined) return;
    changed(now);
    say(r.done(r.moves.unlink));
    onClose();
  };
  return (
    <FormDialog
      title={r.unlinkTitle(entry.no)}
      about={entry.title}
      busy={act.busy}
      needs={[[r.reason, reason.trim() !== '']]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextArea label={r.reason} value={reason} rows={3} maxLength={1000} onText={setReason} />
    </FormDialog>
  );
}
