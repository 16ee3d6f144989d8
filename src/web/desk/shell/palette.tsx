import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { useAllCommands } from '#web/kit/commands.tsx';
import { cx } from '#web/kit/cx.ts';
import { Dialog } from '#web/kit/dialog.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { KeyNames } from './keys-sheet.tsx';
import css from './palette.module.css';

interface Line {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

const FAR = 4;

/** How near a command is to what was typed: it, its beginning, a part of it, its group, not at all. */
function nearness({ label, group }: Line, wanted: string): number {
  const name = label.toLowerCase();
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  return group.toLowerCase().includes(wanted) ? 3 : FAR;
}

/** One field from which everything can be reached: pages, acts of this page, and the ledger itself. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { w } = useWords();
  const navigate = useNavigate();
  const commands = useAllCommands();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const wanted = text.trim().toLowerCase();
  const matching: Line[] = commands
    .filter((command) => command.id !== 'palette' && nearness(command, wanted) < FAR)
    .toSorted((a, b) => nearness(a, wanted) - nearness(b, wanted));
  // What was typed in full is what is meant; short of that, Enter looks it up in the ledger.
  const named = matching.filter((command) => wanted !== '' && nearness(command, wanted) === 0);
  const find: Line = {
    id: 'find',
    label: w.app.searchLedger(text.trim()),
    group: w.nav.list,
    run: () => void navigate({ to: '/problems', search: { text: text.trim() } }),
  };
  const lines: readonly Line[] =
    wanted === '' ? matching : [...named, find, ...matching.filter((one) => !named.includes(one))];
  const chosen = Math.min(at, lines.length - 1);
  const run = (line: Line | undefined): void => {
    if (line === undefined) return;
    onClose();
    line.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((chosen + 1) % lines.length);
    else if (event.key === 'ArrowUp') setAt((chosen + lines.length - 1) % lines.length);
    else if (event.key === 'Enter') run(lines[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={w.app.search} onClose={onClose}>
      <input
        className={css['field']}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={lines[chosen] === undefined ? undefined : `${id}${chosen}`}
        aria-label={w.app.search}
        autoComplete="off"
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}list`} className={css['list']} role="listbox" aria-label={w.app.search}>
        {lines.map((line, i) => (
          <li
            key={line.id}
            id={`${id}${i}`}
            role="option"
            aria-selected={i === chosen}
            className={cx(css['line'], i === chosen && css['at'])}
            onClick={() => run(line)}
            onMouseMove={() => setAt(i)}
          >
            <span className={css['group']}>{line.group}</span>
            <span className={css['label']}>{line.label}</span>
            {line.keys !== undefined && <KeyNames keys={line.keys} />}
          </li>
        ))}
      </ul>
      {lines.length === 0 && <p>{w.app.noCommand}</p>}
    </Dialog>
  );
}
