import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useMemo, useState } from 'react';
import { renderSVG } from 'uqr';
import { Button } from '#web/kit/button.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { meQuery } from '../session/use-me.ts';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';

/** 动态验证码: a second factor, turned on in two steps. */
export function TotpCard({ on }: { readonly on: boolean }): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const say = useToast();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState<{ secret: string; uri: string }>();
  const begin = useAct((key, sent: string) => call(calls.beginTotp, { password: sent }, { key }));
  const confirm = useAct((key, sent: string) => call(calls.confirmTotp, { code: sent }, { key }));
  const picture = useMemo(
    () =>
      secret === undefined
        ? undefined
        : `data:image/svg+xml,${encodeURIComponent(renderSVG(secret.uri))}`,
    [secret],
  );
  const submit = async (): Promise<void> => {
    if (secret === undefined) {
      setSecret(await begin.run(password));
      return;
    }
    if ((await confirm.run(code.trim())) === undefined) return;
    setSecret(undefined);
    say(r.totpOn);
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const problem = confirm.problem ?? begin.problem;
  return (
    <form
      className={css['card']}
      aria-label={w.signIn.code}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{w.signIn.code}</h2>
      {on ? (
        <p>
          <Tag tone="malachite" shape="full">
            {r.totpOn}
          </Tag>
        </p>
      ) : (
        <>
          {problem !== undefined && <ProblemNote problem={problem} />}
          {secret === undefined || picture === undefined ? (
            <TextInput
              label={w.signIn.password}
              hint={r.totpHint}
              type="password"
              value={password}
              onText={setPassword}
              autoComplete="current-password"
              required
            />
          ) : (
            <>
              <p>{r.totpScan}</p>
              <img src={picture} alt={r.totpPicture} width="180" height="180" />
              <code className={css['word']}>{secret.secret}</code>
              <TextInput
                label={w.signIn.code}
                value={code}
                onText={setCode}
                inputMode="numeric"
                maxLength={6}
                autoComplete="one-time-code"
                required
              />
            </>
          )}
          <p>
            <Button type="submit" busy={begin.busy || confirm.busy}>
              {r.totpTurnOn}
            </Button>
          </p>
        </>
      )}
    </form>
  );
}
