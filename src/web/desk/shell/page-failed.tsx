import { type ErrorComponentProps, Navigate, useRouter } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Problem } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';

/** A page that could not be shown; nobody signed in is sent to the door and back. */
export function PageFailed({ error, reset }: ErrorComponentProps): ReactElement {
  const router = useRouter();
  // Read once: following the address would navigate again at every step of the navigation it causes.
  const [from] = useState(() => router.state.location.href);
  if (error instanceof Problem && error.code === 'not-signed-in')
    return <Navigate to="/sign-in" search={{ to: from }} replace />;
  return <ProblemState page error={error} retry={reset} />;
}
