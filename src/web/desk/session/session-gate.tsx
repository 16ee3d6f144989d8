import { useQueryClient } from '@tanstack/react-query';
import {
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { onSessionEnd, Problem } from '../api/call.ts';
import { type Me, meQuery } from './use-me.ts';

const SignInAgain = lazy(() =>
  import('./sign-in-again.tsx').then((m) => ({ default: m.SignInAgain })),
);

/**
 * When the session ends in the middle of something, asks to sign in over the page as it stands, then lets
 * the request that failed go on. Signing in as somebody else loads the page anew.
 */
export function SessionGate({ children }: { readonly children: ReactNode }): ReactElement {
  const { w } = useWords();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const waiting = useRef<{ go: () => void; stop: (error: Problem) => void }[]>([]);

  useEffect(() => {
    onSessionEnd(() => {
      const known = queries.getQueryData<Me>(meQuery.queryKey);
      if (known === undefined) return Promise.resolve();
      return new Promise((go, stop) => {
        waiting.current.push({ go, stop });
        setAsking(true);
      });
    });
    return () => onSessionEnd(undefined);
  }, [queries]);

  const signedIn = async (): Promise<void> => {
    const before = queries.getQueryData<Me>(meQuery.queryKey);
    const now = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    if (before !== undefined && before.accountId !== now.accountId) {
      location.reload();
      return;
    }
    setAsking(false);
    for (const one of waiting.current.splice(0)) one.go();
  };

  const giveUp = (): void => {
    setAsking(false);
    const ended = new Problem(401, { code: 'not-signed-in', title: w.signIn.ended });
    for (const one of waiting.current.splice(0)) one.stop(ended);
  };

  return (
    <>
      {children}
      {asking && (
        <Suspense>
          <SignInAgain
            login={queries.getQueryData<Me>(meQuery.queryKey)?.login}
            onSignedIn={signedIn}
            onClose={giveUp}
          />
        </Suspense>
      )}
    </>
  );
}
