import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import {
  CHOSEN,
  type Chosen,
  faultyQuestion,
  MOST_CHOICES,
  QUESTION_KINDS,
  type QuestionKind,
} from '#domain/voice/survey.ts';
import { Button } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import type { Need } from '../entry/needing-form.tsx';
import { FormDialog } from './form-dialog.tsx';
import { surveyWords } from './survey-words.ts';
import { voiceCalls } from './voice-calls.ts';
import { UnitField } from './voice-dialogs.tsx';
import css from './voices.module.css';

interface Draft {
  readonly key: number;
  readonly kind: QuestionKind;
  readonly words: string;
  readonly choices: string;
}

const LEAST_QUESTIONS = 2;
const MOST_QUESTIONS = 10;

/** How a fault tells a field of one question from those of the others. */
function within(question: string, field: string): string {
  return `${question} · ${field}`;
}

function blank(key: number): Draft {
  return { key, kind: 'choice', words: '', choices: '' };
}

function questionOf({ kind, words, choices }: Draft) {
  const lines = choices.split('\n').map((line) => line.trim());
  return {
    kind,
    words,
    choices: kind === 'choice' ? lines.filter((line) => line !== '').slice(0, MOST_CHOICES) : [],
  };
}

/** 新建问卷: who answers comes first, since it decides what the results may say. */
export function NewSurvey({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { today, exact } = useWords();
  const d = useRoomWords(surveyWords);
  const say = useToast();
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<Chosen>('open');
  const [method, setMethod] = useState('');
  const [invited, setInvited] = useState('');
  const [fromOn, setFrom] = useState(today);
  const [toOn, setTo] = useState('');
  const [unit, setUnit] = useState<string>();
  const [drafts, setDrafts] = useState<readonly Draft[]>([blank(1), blank(2)]);
  const act = useAct((key, input: Input<typeof voiceCalls.createSurvey>) =>
    call(voiceCalls.createSurvey, input, { key }),
  );
  const questions = drafts.map(questionOf);
  const isOpen = chosen === 'open';
  const needs: readonly Need[] = [
    [d.name, title.trim() !== ''],
    [d.method, isOpen || method.trim() !== ''],
    [d.invited, isOpen || /^[1-9]\d{0,3}$/.test(invited)],
    [d.fromOn, fromOn !== ''],
    [d.toOn, toOn !== ''],
    ...questions.flatMap((one, i): Need[] => [
      [within(d.question(exact(i + 1)), d.ask), one.words.trim() !== ''],
      [
        within(d.question(exact(i + 1)), d.choices),
        faultyQuestion([one]) === undefined,
        d.needChoices,
      ],
    ]),
  ];
  const submit = async (): Promise<void> => {
    const asked = isOpen ? {} : { method, invited: Number(invited) };
    const made = await act.run({
      title,
      words,
      chosen,
      fromOn,
      toOn,
      questions,
      ...asked,
      ...(unit !== undefined && { unit }),
    });
    if (made === undefined) return;
    say(d.made);
    void queries.invalidateQueries({ queryKey: ['voices', 'surveys'] });
    onClose();
  };
  return (
    <FormDialog
      title={d.make}
      about={d.chosenHint}
      busy={act.busy}
      needs={needs}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput label={d.name} value={title} maxLength={80} onText={setTitle} />
      <TextArea label={d.words} value={words} rows={2} maxLength={1000} onText={setWords} />
      <RadioGroup
        label={d.chosen}
        value={chosen}
        options={CHOSEN.map((value) => ({ value, label: d.chosenKinds[value] }))}
        onValue={setChosen}
      />
      {!isOpen && (
        <>
          <TextArea
            label={d.method}
            hint={d.methodHint}
            value={method}
            rows={2}
            maxLength={500}
            onText={setMethod}
          />
          <TextInput
            label={d.invited}
            hint={d.invitedHint}
            inputMode="numeric"
            value={invited}
            maxLength={4}
            onText={setInvited}
          />
        </>
      )}
      <DateField label={d.fromOn} value={fromOn} onDay={setFrom} />
      <DateField label={d.toOn} value={toOn} onDay={setTo} />
      <UnitField label={d.unit} onUnit={setUnit} />
      {drafts.map((draft, i) => (
        <QuestionFields
          key={draft.key}
          no={i + 1}
          draft={draft}
          onDraft={(next) => setDrafts(drafts.map((one) => (one.key === next.key ? next : one)))}
          onDrop={
            drafts.length > LEAST_QUESTIONS
              ? () => setDrafts(drafts.filter((one) => one.key !== draft.key))
              : undefined
          }
        />
      ))}
      {drafts.length < MOST_QUESTIONS && (
        <Button
          onClick={() =>
            setDrafts([...drafts, blank(Math.max(...drafts.map(({ key }) => key)) + 1)])
          }
        >
          {d.addQuestion}
        </Button>
      )}
    </FormDialog>
  );
}

function QuestionFields({
  no,
  draft,
  onDraft,
  onDrop,
}: {
  readonly no: number;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onDrop: (() => void) | undefined;
}): ReactElement {
  const { exact } = useWords();
  const d = useRoomWords(surveyWords);
  const title = d.question(exact(no));
  return (
    <section className={css['card']} aria-label={title}>
      <h3>{title}</h3>
      <TextInput
        label={d.ask}
        field={within(title, d.ask)}
        value={draft.words}
        maxLength={200}
        onText={(words) => onDraft({ ...draft, words })}
      />
      <RadioGroup
        label={d.kind}
        value={draft.kind}
        options={QUESTION_KINDS.map((value) => ({ value, label: d.kinds[value] }))}
        onValue={(kind) => onDraft({ ...draft, kind })}
      />
      {draft.kind === 'choice' && (
        <TextArea
          label={d.choices}
          field={within(title, d.choices)}
          hint={d.choicesHint}
          value={draft.choices}
          rows={3}
          onText={(choices) => onDraft({ ...draft, choices })}
        />
      )}
      {onDrop !== undefined && (
        <Button look="quiet" onClick={onDrop}>
          {d.dropQuestion}
        </Button>
      )}
    </section>
  );
}
