import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useState,
} from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { Button } from './button.tsx';
import css from './toast.module.css';

interface Message {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

type Say = (text: string, action?: Message['action']) => void;
const ToastContext = createContext<Say>(() => undefined);

const SHOWN_MS = 6000;

/** Says that something is done, with a way back where there is one. Stays long enough to be read. */
export function ToastProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const { w } = useWords();
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const drop = useCallback(
    (id: number) => setMessages((all) => all.filter((message) => message.id !== id)),
    [],
  );
  const say = useCallback<Say>(
    (text, action) => {
      const id = performance.now();
      // The same word again takes the place of the first: it is not said three times over.
      setMessages((all) => [
        ...all.filter((message) => message.text !== text || message.action !== undefined).slice(-2),
        { id, text, action },
      ]);
      setTimeout(() => drop(id), action === undefined ? SHOWN_MS : SHOWN_MS * 2);
    },
    [drop],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className={css['stack']} role="status" aria-live="polite">
        {messages.map((message) => (
          <div key={message.id} className={css['toast']}>
            <span className={css['text']}>{message.text}</span>
            {message.action !== undefined && (
              <Button
                look="dark"
                onClick={() => {
                  message.action?.run();
                  drop(message.id);
                }}
              >
                {message.action.label}
              </Button>
            )}
            <button
              type="button"
              className={css['drop']}
              aria-label={w.kit.close}
              onClick={() => drop(message.id)}
            >
              <span aria-hidden="true">×</span>
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): Say {
  return useContext(ToastContext);
}
