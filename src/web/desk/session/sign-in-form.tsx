import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import css from './session.module.css';

/** Account and password; the code of the authenticator only when the account has one. */
export function SignInForm({
  onSignedIn,
  login: known,
}: {
  readonly onSignedIn: (strength: string) => void | Promise<void>;
  readonly login?: string | undefined;
}): ReactElement {
  const { w } = useWords();
  const [login, setLogin] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const act = useAct((key, input: { login: string; password: string; code?: string }) =>
    call(calls.login, input, { key }),
  );
  const codeNeeded = act.problem?.code === 'code-needed' || code !== '';
  const submit = async (): Promise<void> => {
    const answer = await act.run({
      login: login.trim(),
      password,
      ...(code.trim() === '' ? {} : { code: code.trim() }),
    });
    if (answer !== undefined) await onSignedIn(answer.strength);
  };
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {act.problem !== undefined && act.problem.code !== 'code-needed' && (
        <ProblemNote problem={act.problem} />
      )}
      <TextInput
        label={w.signIn.login}
        value={login}
        onText={setLogin}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={known === undefined}
      />
      <TextInput
        label={w.signIn.password}
        type="password"
        value={password}
        onText={setPassword}
        autoComplete="current-password"
        required
        autoFocus={known !== undefined}
        data-first={known === undefined ? undefined : true}
      />
      {codeNeeded && (
        <TextInput
          label={w.signIn.code}
          hint={w.signIn.codeHint}
          value={code}
          onText={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          required
          autoFocus
        />
      )}
      <Button type="submit" look="primary" busy={act.busy}>
        {w.signIn.submit}
      </Button>
    </form>
  );
}
