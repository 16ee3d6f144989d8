import type { ReactElement } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { ErrorState } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { Problem } from './call.ts';
import { problemText } from './problem-text.ts';

/**
 * What could not be read. A second try helps where the road or the house failed; what one may not see, or what is
 * not there, stays so: then it is said whom to ask, and the way back is offered.
 */
export function ProblemState({
  error,
  message,
  page = false,
  retry,
}: {
  readonly error: unknown;
  /** A better sentence than the server's, where the page has one. */
  readonly message?: string | undefined;
  readonly page?: boolean;
  readonly retry: () => void;
}): ReactElement {
  const { w } = useWords();
  const text = message ?? problemText(error, w);
  if (!(error instanceof Problem) || (error.status !== 403 && error.status !== 404))
    return <ErrorState page={page} message={text} retry={retry} />;
  return (
    <ErrorState page={page} message={text}>
      {/* Some refusals say themselves whom to ask. */}
      {error.code !== 'not-allowed' && <p>{w.kit.whomToAsk}</p>}
      {page && (
        <p>
          <Button onClick={() => history.back()}>{w.kit.goBack}</Button>{' '}
          <a className={buttonClass()} href="/">
            {w.kit.toStart}
          </a>
        </p>
      )}
    </ErrorState>
  );
}
