import { Fragment, type ReactElement, useState } from 'react';
import { Key } from '#web/kit/button.tsx';
import { singleKeysOff, switchSingleKeys, useAllCommands } from '#web/kit/commands.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Checkbox } from '#web/kit/field.tsx';
import { useWords } from '#web/words/use-words.tsx';
import css from './keys-sheet.module.css';

/** Every key that works on this page. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { w } = useWords();
  const [on, setOn] = useState(!singleKeysOff());
  const commands = useAllCommands().filter((command) => command.keys !== undefined);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog title={w.app.keys} onClose={onClose} wide>
      <div className={css['groups']}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={css['group']}>{group}</h3>
            <dl className={css['keys']}>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <Fragment key={command.id}>
                    <dt>
                      <KeyNames keys={command.keys ?? ''} />
                    </dt>
                    <dd>{command.label}</dd>
                  </Fragment>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <Checkbox
        label={w.app.keysOn}
        hint={w.app.keysHint}
        checked={on}
        onChecked={(next) => {
          switchSingleKeys(next);
          setOn(next);
        }}
      />
    </Dialog>
  );
}

/** `g o` as two keys, `mod+k` as Ctrl K. */
export function KeyNames({ keys }: { readonly keys: string }): ReactElement {
  const names = keys.split(' ').flatMap((key) => key.split('+'));
  return (
    <span className={css['names']}>
      {names.map((name, i) => (
        <Key key={i}>{SHOWN[name] ?? (name.length === 1 ? name.toUpperCase() : name)}</Key>
      ))}
    </span>
  );
}

const SHOWN: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
};
