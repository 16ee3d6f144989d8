import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import type { Scope } from '#contract/operation.ts';
import { Button } from '#web/kit/button.tsx';
import { Checkbox, TextInput } from '#web/kit/field.tsx';
import { Note } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { NewPassword } from '../session/new-password.tsx';
import { useMe } from '../session/use-me.ts';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';
import { sayAgent } from './say-agent.ts';
import { TotpCard } from './totp-card.tsx';

/** 账号与令牌: my password, second factor, sessions and tokens. */
export function MePage(): ReactElement {
  const { w, moment } = useWords();
  const r = useRoomWords(adminWords);
  const me = useMe();
  useEffect(() => {
    document.title = `${w.app.account} · ${w.app.name}`;
  }, [w]);
  return (
    <div className={css['page']}>
      <h1>{w.app.account}</h1>
      <p>
        {me.name}（{me.login}） {me.posts.map((post) => `${post.unitName} ${post.name}`).join('；')}
      </p>
      {me.resetAt !== null && (
        <Note tone="ochre">
          <p>{r.resetNotice(moment(me.resetAt))}</p>
        </Note>
      )}
      <PasswordCard />
      <TotpCard on={me.twoFactor} />
      <SessionsCard />
      <TokensCard />
    </div>
  );
}

function PasswordCard(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const say = useToast();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState<string>();
  const [round, setRound] = useState(0);
  const act = useAct((key, input: { current: string; next: string }) =>
    call(calls.changePassword, input, { key }),
  );
  const submit = async (): Promise<void> => {
    if (next === undefined) return;
    if ((await act.run({ current, next })) === undefined) return;
    say(r.passwordChanged);
    setCurrent('');
    setRound(round + 1);
  };
  return (
    <form
      className={css['card']}
      aria-label={w.signIn.change}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{w.signIn.change}</h2>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <TextInput
        label={w.signIn.current}
        type="password"
        value={current}
        onText={setCurrent}
        autoComplete="current-password"
        required
      />
      <NewPassword key={round} onPassword={setNext} />
      <p>
        <Button type="submit" busy={act.busy}>
          {w.signIn.change}
        </Button>
      </p>
    </form>
  );
}

function SessionsCard(): ReactElement {
  const { lang, moment } = useWords();
  const r = useRoomWords(adminWords);
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => call(calls.listSessions, {}, { signal }),
  });
  const act = useAct((key, id: string) => call(calls.endSession, { id }, { key }));
  return (
    <section className={css['card']} aria-labelledby="sessions">
      <h2 id="sessions">{r.sessions}</h2>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <ul className={css['plain']}>
        {data?.sessions.map((session) => (
          <li key={session.id} className={css['holder']}>
            <span className={css['agent']} title={session.agent}>
              {sayAgent(session.agent, lang) ?? r.otherAgent}
            </span>
            <span className={css['sub']}>{r.lastSeen(moment(session.seenAt))}</span>
            {session.present ? (
              <Tag tone="azure">{r.thisSession}</Tag>
            ) : (
              <Button
                look="quiet"
                onClick={() =>
                  void act
                    .run(session.id)
                    .then(() => queries.invalidateQueries({ queryKey: ['sessions'] }))
                }
              >
                {r.endSession}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const SCOPES = [
  'ledger:read',
  'ledger:write',
  'voices:read',
  'voices:write',
  'org:read',
  'org:write',
  'account',
] as const satisfies readonly Scope[];
const DAYS = 90;

function TokensCard(): ReactElement {
  const { moment } = useWords();
  const r = useRoomWords(adminWords);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['ledger:read']);
  const [token, setToken] = useState<string>();
  const { data } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => call(calls.listTokens, {}, { signal }),
  });
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['tokens'] });
  const make = useAct((key, input: Input<typeof calls.createToken>) =>
    call(calls.createToken, input, { key }),
  );
  const revoke = useAct((key, id: string) => call(calls.revokeToken, { id }, { key }));
  const submit = async (): Promise<void> => {
    const made = await make.run({ name, scopes: [...scopes], days: DAYS });
    if (made === undefined) return;
    setToken(made.token);
    setName('');
    refresh();
  };
  return (
    <form
      className={css['card']}
      aria-label={r.tokens}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{r.tokens}</h2>
      <p className={css['sub']}>{r.tokensHint}</p>
      {make.problem !== undefined && <ProblemNote problem={make.problem} />}
      {revoke.problem !== undefined && <ProblemNote problem={revoke.problem} />}
      {token !== undefined && (
        <Note tone="malachite">
          <p role="status">{r.tokenOnce}</p>
          <code className={css['word']}>{token}</code>
        </Note>
      )}
      <ul className={css['plain']}>
        {data?.tokens.map((one) => (
          <li key={one.id} className={css['holder']}>
            <strong>{one.name}</strong>
            <span className={css['sub']}>
              {one.scopes.join(' ')}　{r.tokenEnds(moment(one.endsAt))}
            </span>
            {one.revokedAt === null ? (
              <Button
                look="quiet"
                onClick={() => void revoke.run(one.id).then(refresh)}
                aria-label={`${r.revoke} ${one.name}`}
              >
                {r.revoke}
              </Button>
            ) : (
              <Tag shape="bar">{r.revoked}</Tag>
            )}
          </li>
        ))}
      </ul>
      <TextInput label={r.tokenName} value={name} onText={setName} maxLength={80} required />
      <fieldset className={css['scopes']}>
        <legend>{r.scopes}</legend>
        {SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            label={r.scope[scope]}
            checked={scopes.includes(scope)}
            onChecked={(on) =>
              setScopes(on ? [...scopes, scope] : scopes.filter((one) => one !== scope))
            }
          />
        ))}
      </fieldset>
      <p>
        <Button type="submit" busy={make.busy} disabled={scopes.length === 0}>
          {r.makeToken}
        </Button>
      </p>
    </form>
  );
}
