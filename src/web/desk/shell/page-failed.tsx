import { type ErrorComponentProps, Navigate, useRouter } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { ErrorState } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { Problem } from '../api/call.ts';
import { problemText } from '../api/problem-text.ts';

/** A page that could not be shown; nobody signed in is sent to the door and back. */
export function PageFailed({ error, reset }: ErrorComponentProps): ReactElement {
  const { w } = useWords();
  const router = useRouter();
  // Read once: following the address would navigate again at every step of the navigation it causes.
  const [from] = useState(() => router.state.location.href);
  if (error instanceof Problem && error.code === 'not-signed-in')
    return <Navigate to="/sign-in" search={{ to: from }} replace />;
  return <ErrorState page message={problemText(error, w)} retry={reset} />;
}
