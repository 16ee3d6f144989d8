import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { Door } from './door.tsx';
import { NewPassword } from './new-password.tsx';
import css from './session.module.css';
import { meQuery } from './use-me.ts';

/** Nothing can be done before the first password has been changed into one's own. */
export function FirstPassword({ city }: { readonly city: string }): ReactElement {
  const { w } = useWords();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState<string>();
  const act = useAct((key, input: { current: string; next: string }) =>
    call(calls.changePassword, input, { key }),
  );
  const submit = async (): Promise<void> => {
    if (next === undefined) return;
    const answer = await act.run({ current, next });
    if (answer !== undefined) await queries.refetchQueries({ queryKey: meQuery.queryKey });
  };
  return (
    <Door city={city}>
      <h1>{w.signIn.firstPassword}</h1>
      <p className={css['lead']}>{w.signIn.firstPasswordHint}</p>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <TextInput
          label={w.signIn.current}
          type="password"
          value={current}
          onText={setCurrent}
          autoComplete="current-password"
          required
          autoFocus
        />
        <NewPassword onPassword={setNext} />
        <Button type="submit" look="primary" busy={act.busy}>
          {w.signIn.change}
        </Button>
      </form>
    </Door>
  );
}
