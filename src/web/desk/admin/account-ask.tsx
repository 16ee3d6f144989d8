import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';

/** A deed on somebody's sign-in, with whose it is: the next row is one slip of the hand away. */
export function AccountAsk({
  deed,
  account,
  onClose,
  onDo,
}: {
  readonly deed: 'invite' | 'disable' | 'confirm';
  readonly account: {
    readonly login: string;
    readonly name: string;
    readonly resetAt: string | null;
  };
  readonly onClose: () => void;
  readonly onDo: () => void;
}): ReactElement {
  const { w, moment } = useWords();
  const r = useRoomWords(adminWords);
  const who = r.whose(account.name, account.login);
  const sentence = {
    invite: r.inviteAsk(who),
    disable: r.disableAsk(who),
    confirm: r.confirmAsk(who, account.resetAt === null ? '' : moment(account.resetAt)),
  };
  return (
    <Dialog title={r[deed]} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          onDo();
        }}
      >
        <p>{sentence[deed]}</p>
        <Button type="submit" look={deed === 'confirm' ? 'primary' : 'danger'}>
          {r[deed]}
        </Button>
        <Button onClick={onClose}>{w.kit.cancel}</Button>
      </form>
    </Dialog>
  );
}
