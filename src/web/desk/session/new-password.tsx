import { type ReactElement, useState } from 'react';
import { TextInput } from '#web/kit/field.tsx';
import { useWords } from '#web/words/use-words.tsx';

/** A new password, twice. Says `undefined` while the two differ. */
export function NewPassword({
  onPassword,
}: {
  readonly onPassword: (password: string | undefined) => void;
}): ReactElement {
  const { w } = useWords();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const take = (a: string, b: string): void => {
    setFirst(a);
    setSecond(b);
    onPassword(a !== '' && a === b ? a : undefined);
  };
  return (
    <>
      <TextInput
        label={w.signIn.next}
        hint={w.signIn.nextHint}
        type="password"
        value={first}
        onText={(text) => take(text, second)}
        autoComplete="new-password"
        required
      />
      <TextInput
        label={w.signIn.again}
        type="password"
        value={second}
        onText={(text) => take(first, text)}
        autoComplete="new-password"
        error={second !== '' && first !== second ? w.signIn.differs : undefined}
        required
      />
    </>
  );
}
