import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';

/** Something that can be done from where one is: the palette, the keys and the help sheet all read the same list. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** `c`, `g o` (one after the other), `mod+k`; undefined when only the palette offers it. */
  readonly keys?: string | undefined;
  readonly run: () => void;
}

const KEYS_OFF = 'luoshi.keys';
const SEQUENCE_MS = 1200;

class CommandBook {
  readonly #lists = new Map<symbol, readonly Command[]>();
  readonly #heard = new Set<() => void>();
  #all: readonly Command[] = [];
  #prefix = '';
  #prefixAt = 0;

  put(owner: symbol, list: readonly Command[]): () => void {
    this.#lists.set(owner, list);
    this.#refresh();
    return () => {
      this.#lists.delete(owner);
      this.#refresh();
    };
  }

  #refresh(): void {
    this.#all = [...this.#lists.values()].flat();
    for (const hear of this.#heard) hear();
  }

  readonly list = (): readonly Command[] => this.#all;
  readonly subscribe = (hear: () => void): (() => void) => {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  };

  /** Run the command of a key, if there is one. Single keys are deaf inside fields and dialogs, and when switched off. */
  readonly onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    const pressed = `${mod ? 'mod+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    if (!mod && (isTyping(event.target) || singleKeysOff() || inDialog())) return;
    if (isPressing(event)) return;
    const within = event.timeStamp - this.#prefixAt < SEQUENCE_MS ? this.#prefix : '';
    const sequence = within === '' ? pressed : `${within} ${pressed}`;
    // The newest list wins, so that a page's own key goes before the shell's.
    const command = this.#all.findLast((one) => one.keys === sequence);
    const starts = this.#all.some((one) => one.keys?.startsWith(`${pressed} `) === true);
    this.#prefix = command === undefined && within === '' && starts ? pressed : '';
    this.#prefixAt = event.timeStamp;
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return target.type !== 'checkbox' && target.type !== 'radio';
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable ||
    target.closest('[role=listbox],[role=menu]') !== null
  );
}

/** Enter and Space press whatever link or button has the focus, and nothing else. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  return (
    (key === 'Enter' || key === ' ') &&
    target instanceof HTMLElement &&
    target.closest('a[href],button,summary,input,[role=button]') !== null
  );
}

function inDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** Whether single-key shortcuts are switched off (WCAG 2.1.4). */
export function singleKeysOff(): boolean {
  return localStorage.getItem(KEYS_OFF) === 'off';
}

export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, 'off');
}

const CommandContext = createContext<CommandBook | undefined>(undefined);

export function CommandProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [book] = useState(() => new CommandBook());
  useEffect(() => {
    addEventListener('keydown', book.onKey);
    return () => removeEventListener('keydown', book.onKey);
  }, [book]);
  return <CommandContext value={book}>{children}</CommandContext>;
}

function useBook(): CommandBook {
  const book = useContext(CommandContext);
  if (book === undefined) throw new Error('no commands: wrap the tree in CommandProvider');
  return book;
}

/** Offer these commands while the component is there. What they do may change without being offered anew. */
export function useCommands(commands: readonly Command[]): void {
  const book = useBook();
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands.map(({ id, keys = '', label }) => `${id} ${keys} ${label}`).join('\n');
  const list = useMemo(
    () =>
      latest.current.map((command) => ({
        ...command,
        run: () => latest.current.find((now) => now.id === command.id)?.run(),
      })),
    // `shape` says when the list has changed.
    [shape],
  );
  useEffect(() => book.put(Symbol('commands'), list), [book, list]);
}

export function useAllCommands(): readonly Command[] {
  const book = useBook();
  return useSyncExternalStore(book.subscribe, book.list);
}
