import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useDeferredValue, useEffect, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Checkbox, Field, TextInput } from '#web/kit/field.tsx';
import { Empty, Note, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { AccountAsk } from './account-ask.tsx';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';

type Account = Answer<typeof calls.listAccounts>['accounts'][number];
type Deed = 'invite' | 'disable' | 'enable' | 'confirm';

const SECOND = ['system_admin', 'audit_admin'] as const;

/** Has somebody come in by what was given? */
function isTaken({ hasPassword, oidcSubject }: Account): boolean {
  return hasPassword || oidcSubject !== null;
}

/** 账号管理: who may sign in. The security administrator opens, invites and disables; the other two confirm. */
export function AccountsPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const me = useMe();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{
    deed: 'invite' | 'disable' | 'confirm';
    account: Account;
  }>();
  const [word, setWord] = useState<{ login: string; word: string }>();
  const mayChange = holdsAny(me, ['security_admin']);
  const mayConfirm = holdsAny(me, SECOND);
  const [unconfirmed, setUnconfirmed] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['accounts', q, unconfirmed],
    queryFn: ({ pageParam, signal }) =>
      call(
        calls.listAccounts,
        {
          ...(q === '' ? {} : { q }),
          ...(unconfirmed ? { unconfirmed } : {}),
          after: pageParam,
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['accounts'] });
  const act = useAct(async (key, deed: Deed, account: Account) => {
    const { id, login, resetAt } = account;
    if (deed === 'invite') {
      const given = await call(calls.inviteAccount, { id }, { key });
      setWord({ login, word: given.word });
    } else if (deed === 'confirm') {
      if (resetAt !== null) await call(calls.confirmAccount, { id, resetAt }, { key });
    } else
      await call(deed === 'disable' ? calls.disableAccount : calls.enableAccount, { id }, { key });
    refresh();
    return true;
  });
  useEffect(() => {
    document.title = `${w.nav.accounts} · ${w.app.name}`;
  }, [w]);
  const accounts = list.data?.pages.flatMap((page) => page.accounts) ?? [];
  return (
    <div className={css['page']}>
      <h1>{w.nav.accounts}</h1>
      <section className={css['card']}>
        <div className={css['tools']}>
          <TextInput label={r.findAccount} value={text} onText={setText} maxLength={60} />
          <Checkbox label={r.onlyUnconfirmed} checked={unconfirmed} onChecked={setUnconfirmed} />
          {mayChange && <Button onClick={() => setAdding(true)}>{r.addAccount}</Button>}
        </div>
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        {word !== undefined && (
          <Note tone="malachite">
            <p role="status">{r.wordFor(word.login)}</p>
            <code className={css['word']}>{word.word}</code>
          </Note>
        )}
        {list.error !== null && (
          <ProblemState error={list.error} retry={() => void list.refetch()} />
        )}
        {list.isPending && <Skeleton rows={6} />}
        {list.data !== undefined && accounts.length === 0 && <Empty title={w.kit.nothingFound} />}
        {accounts.length > 0 && (
          <div className={css['scroll']} tabIndex={0} role="group" aria-label={w.nav.accounts}>
            <table className={css['table']}>
              <thead>
                <tr>
                  <th scope="col">{w.signIn.login}</th>
                  <th scope="col">{w.signIn.personName}</th>
                  <th scope="col">{r.role}</th>
                  <th scope="col">{w.ledger.status}</th>
                  {(mayChange || mayConfirm) && <th scope="col">{r.deeds}</th>}
                </tr>
              </thead>
              <tbody>
                {accounts.map((account) => (
                  <tr key={account.id}>
                    <th scope="row">{account.login}</th>
                    <td>{account.name}</td>
                    <td>{[...new Set(account.roles)].map((role) => w.role[role]).join('、')}</td>
                    <td>
                      <AccountState account={account} />{' '}
                      {account.resetAt !== null && <Tag tone="ochre">{r.unconfirmed}</Tag>}
                    </td>
                    {mayConfirm && (
                      <td>
                        {account.resetAt !== null && isTaken(account) && (
                          <Button
                            disabled={act.busy}
                            onClick={() => setAsked({ deed: 'confirm', account })}
                          >
                            {r.confirm}
                          </Button>
                        )}
                      </td>
                    )}
                    {mayChange && (
                      <td className={css['deeds']}>
                        <Button
                          onClick={() => {
                            // Who has no password yet loses none.
                            if (account.hasPassword) setAsked({ deed: 'invite', account });
                            else void act.run('invite', account);
                          }}
                          disabled={act.busy}
                        >
                          {r.invite}
                        </Button>
                        <Button
                          look="quiet"
                          disabled={act.busy}
                          onClick={() => {
                            if (account.disabledAt === null) setAsked({ deed: 'disable', account });
                            else void act.run('enable', account);
                          }}
                        >
                          {account.disabledAt === null ? r.disable : r.enable}
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {list.hasNextPage && (
          <Button onClick={() => void list.fetchNextPage()} busy={list.isFetching}>
            {w.kit.more}
          </Button>
        )}
      </section>
      {asked !== undefined && (
        <AccountAsk
          {...asked}
          onClose={() => setAsked(undefined)}
          onDo={() => void act.run(asked.deed, asked.account)}
        />
      )}
      {adding && (
        <AddAccount
          onClose={() => setAdding(false)}
          onAdded={(account) => {
            setAdding(false);
            void act.run('invite', account);
          }}
        />
      )}
    </div>
  );
}

function AccountState({ account }: { readonly account: Account }): ReactElement {
  const r = useRoomWords(adminWords);
  if (account.disabledAt !== null) return <Tag shape="bar">{r.disabled}</Tag>;
  return (
    <Tag
      tone={isTaken(account) ? 'malachite' : 'ochre'}
      shape={account.hasPassword ? 'full' : 'empty'}
    >
      {isTaken(account) ? (account.twoFactor ? r.twoFactor : r.active) : r.invited}
    </Tag>
  );
}

async function searchPeople(text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const { people } = await call(calls.listPeople, { q: text.trim() }, { signal });
  return people
    .filter((person) => !person.hasAccount)
    .map((person) => ({ id: person.id, name: person.name, detail: person.code }));
}

function AddAccount({
  onClose,
  onAdded,
}: {
  readonly onClose: () => void;
  readonly onAdded: (account: Account) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const [person, setPerson] = useState<Found>();
  const [login, setLogin] = useState('');
  const act = useAct((key, input: { personId: string; login: string }) =>
    call(calls.createAccount, input, { key }),
  );
  const choose = useCallback((found: Found | undefined) => setPerson(found), []);
  const submit = async (): Promise<void> => {
    if (person === undefined) return;
    const account = await act.run({ personId: person.id, login: login.trim() });
    if (account !== undefined) onAdded(account);
  };
  return (
    <Dialog title={r.addAccount} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <Field label={r.person}>
          {(ids) => (
            <Combobox
              ids={ids}
              placeholder={r.searchPerson}
              chosen={person}
              search={searchPeople}
              onChoose={choose}
            />
          )}
        </Field>
        <TextInput
          label={w.signIn.login}
          value={login}
          onText={setLogin}
          autoCapitalize="none"
          spellCheck={false}
          minLength={2}
          maxLength={64}
          required
        />
        <Button type="submit" look="primary" busy={act.busy} disabled={person === undefined}>
          {r.addAccount}
        </Button>
      </form>
    </Dialog>
  );
}
