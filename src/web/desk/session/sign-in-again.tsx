import type { ReactElement } from 'react';
import { Dialog } from '#web/kit/dialog.tsx';
import { useWords } from '#web/words/use-words.tsx';
import css from './session.module.css';
import { SignInForm } from './sign-in-form.tsx';

/** Sign in over the page as it stands; what was being typed below stays. */
export function SignInAgain({
  login,
  onSignedIn,
  onClose,
}: {
  readonly login: string | undefined;
  readonly onSignedIn: () => Promise<void>;
  readonly onClose: () => void;
}): ReactElement {
  const { w } = useWords();
  return (
    <Dialog title={w.signIn.ended} onClose={onClose}>
      <p className={css['lead']}>{w.signIn.endedHint}</p>
      <SignInForm onSignedIn={onSignedIn} login={login} />
    </Dialog>
  );
}
