import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { NewPassword } from './new-password.tsx';
import css from './session.module.css';

interface Person {
  readonly name: string;
  readonly login: string;
}
const NOBODY: Person = { name: '', login: '' };

/** 初始设置: the word printed at the start makes the three administrators, and only once. */
export function SetUpForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const { w } = useWords();
  const [word, setWord] = useState('');
  const [cityName, setCityName] = useState('');
  const [security, setSecurity] = useState(NOBODY);
  const [system, setSystem] = useState(NOBODY);
  const [audit, setAudit] = useState(NOBODY);
  const [password, setPassword] = useState<string>();
  const [words, setWords] = useState<Answer<typeof calls.setUp>>();
  const act = useAct((key, input: Input<typeof calls.setUp>) => call(calls.setUp, input, { key }));
  const submit = async (): Promise<void> => {
    if (password === undefined) return;
    const answer = await act.run({
      word: word.trim(),
      cityName,
      securityAdmin: { ...security, password },
      systemAdmin: system,
      auditAdmin: audit,
    });
    if (answer !== undefined) setWords(answer);
  };
  if (words !== undefined) return <SetUpWords words={words} onDone={onDone} />;
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={css['lead']}>{w.signIn.setUpHint}</p>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <TextInput
        label={w.signIn.setUpWord}
        value={word}
        onText={setWord}
        autoComplete="off"
        spellCheck={false}
        required
        autoFocus
      />
      <TextInput
        label={w.signIn.cityName}
        hint={w.signIn.cityHint}
        value={cityName}
        onText={setCityName}
        required
      />
      <PersonFields title={w.signIn.security} person={security} onPerson={setSecurity}>
        <NewPassword onPassword={setPassword} />
      </PersonFields>
      <PersonFields title={w.signIn.system} person={system} onPerson={setSystem} />
      <PersonFields title={w.signIn.audit} person={audit} onPerson={setAudit} />
      <Button type="submit" look="primary" busy={act.busy}>
        {w.signIn.setUpSubmit}
      </Button>
    </form>
  );
}

function PersonFields({
  title,
  person,
  onPerson,
  children,
}: {
  readonly title: string;
  readonly person: Person;
  readonly onPerson: (person: Person) => void;
  readonly children?: ReactElement;
}): ReactElement {
  const { w } = useWords();
  return (
    <fieldset className={css['group']}>
      <legend>{title}</legend>
      <TextInput
        label={w.signIn.personName}
        value={person.name}
        onText={(name) => onPerson({ ...person, name })}
        autoComplete="off"
        required
      />
      <TextInput
        label={w.signIn.login}
        value={person.login}
        onText={(login) => onPerson({ ...person, login })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        minLength={2}
        required
      />
      {children}
    </fieldset>
  );
}

function SetUpWords({
  words,
  onDone,
}: {
  readonly words: Answer<typeof calls.setUp>;
  readonly onDone: () => void;
}): ReactElement {
  const { w } = useWords();
  return (
    <>
      <p role="status">{w.signIn.setUpDone}</p>
      {[
        { title: w.signIn.system, ...words.systemAdmin },
        { title: w.signIn.audit, ...words.auditAdmin },
      ].map((one) => (
        <p key={one.login}>
          {one.title} · {w.signIn.loginFor(one.login)}
          <code className={css['word']}>{one.word}</code>
        </p>
      ))}
      <Button look="primary" onClick={onDone}>
        {w.signIn.toSignIn}
      </Button>
    </>
  );
}
