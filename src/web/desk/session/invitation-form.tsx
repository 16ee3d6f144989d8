import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { NewPassword } from './new-password.tsx';
import css from './session.module.css';

/** 一次性口令: the word of the security administrator buys one choice of a password. */
export function InvitationForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const { w } = useWords();
  const say = useToast();
  const [word, setWord] = useState('');
  const [password, setPassword] = useState<string>();
  const act = useAct((key, input: { word: string; password: string }) =>
    call(calls.acceptInvitation, input, { key }),
  );
  const submit = async (): Promise<void> => {
    if (password === undefined) return;
    const answer = await act.run({ word: word.trim(), password });
    if (answer === undefined) return;
    say(w.signIn.passwordSet(answer.login));
    onDone();
  };
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1>{w.signIn.invitationTitle}</h1>
      <p className={css['lead']}>{w.signIn.invitationHint}</p>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <TextInput
        label={w.signIn.word}
        value={word}
        onText={setWord}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <NewPassword onPassword={setPassword} />
      <Button type="submit" look="primary" busy={act.busy}>
        {w.signIn.invitationTitle}
      </Button>
    </form>
  );
}
