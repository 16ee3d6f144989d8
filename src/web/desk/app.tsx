import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { CommandProvider } from '#web/kit/commands.tsx';
import { ToastProvider } from '#web/kit/toast.tsx';
import type { Lang } from '#web/words/lang.ts';
import { WordsProvider } from '#web/words/use-words.tsx';
import type { Messages } from '#web/words/zh.ts';
import { Problem } from './api/call.ts';
import { makeRouter } from './router.tsx';
import { SessionGate } from './session/session-gate.tsx';

/** A clear "no" is not asked again; a server in trouble is, twice. */
function again(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof Problem && error.status < 500);
}

export function App({
  lang,
  messages,
}: {
  readonly lang: Lang;
  readonly messages: Messages;
}): ReactElement {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: again, staleTime: 15_000 } } }),
  );
  const [router] = useState(makeRouter);
  return (
    <WordsProvider lang={lang} messages={messages}>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <CommandProvider>
            <SessionGate>
              <RouterProvider router={router} />
            </SessionGate>
          </CommandProvider>
        </ToastProvider>
      </QueryClientProvider>
    </WordsProvider>
  );
}
