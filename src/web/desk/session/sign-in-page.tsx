import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { Door } from './door.tsx';
import { InvitationForm } from './invitation-form.tsx';
import css from './session.module.css';
import { SetUpForm } from './set-up-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { meQuery } from './use-me.ts';

/** The door: sign in, choose a password with a one-time word, or set up a city that has nobody yet. */
export function SignInPage(): ReactElement {
  const { w } = useWords();
  const { to } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [invited, setInvited] = useState(false);
  const ways = useQuery({
    queryKey: ['signInWays'],
    queryFn: ({ signal }) => call(calls.signInWays, {}, { signal }),
  });
  const enter = async (): Promise<void> => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'signInWays' });
    await queries.fetchQuery(meQuery);
    await navigate({ href: safePath(to), replace: true });
  };
  if (ways.data?.setUp === false)
    return (
      <Door city={undefined} wide>
        <h1>{w.signIn.setUpTitle}</h1>
        <SetUpForm onDone={() => void ways.refetch()} />
      </Door>
    );
  return (
    <Door city={ways.data?.cityName ?? undefined}>
      {invited ? (
        <InvitationForm onDone={() => setInvited(false)} />
      ) : (
        <>
          <h1>{w.signIn.title}</h1>
          <SignInForm onSignedIn={enter} />
        </>
      )}
      <p className={css['links']}>
        {ways.data?.oidc === true && !invited && <a href="/api/v1/oidc/start">{w.signIn.oidc}</a>}
        <button type="button" className={css['link']} onClick={() => setInvited(!invited)}>
          {invited ? w.signIn.toSignIn : w.signIn.invitation}
        </button>
      </p>
    </Door>
  );
}

/** Only a path of this site: a link that leads out after sign-in would be a gift to phishers. */
function safePath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/';
}
