import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { CommandProvider } from '#web/kit/commands.tsx';
import { ToastProvider } from '#web/kit/toast.tsx';
import type { Lang } from '#web/words/lang.ts';
import { WordsProvider } from '#web/words/use-words.tsx';
import type { Messages } from '#web/words/zh.ts';
import { makeRouter } from './router.tsx';
import { SessionGate } from './session/session-gate.tsx';
import { keepFocus } from './shell/keep-focus.ts';

export function App({
  lang,
  messages,
  queries,
}: {
  readonly lang: Lang;
  readonly messages: Messages;
  readonly queries: QueryClient;
}): ReactElement {
  const [router] = useState(makeRouter);
  useEffect(() => keepFocus(router), [router]);
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
