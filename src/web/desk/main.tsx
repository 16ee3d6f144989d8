import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { chosenLang } from '#web/words/lang.ts';
import { loadMessages } from '#web/words/load-messages.ts';
import { Problem } from './api/call.ts';
import { App } from './app.tsx';
import { readAhead } from './read-ahead.ts';

// After an upgrade the parts of the old page are gone; the new page has its own. Once, lest it go round.
addEventListener('vite:preloadError', (event) => {
  const tried = sessionStorage.getItem('luoshi.reloaded');
  if (tried !== null && Date.now() - Number(tried) < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem('luoshi.reloaded', String(Date.now()));
  location.reload();
});

/** A clear "no" is not asked again; a server in trouble is, twice. */
function again(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof Problem && error.status < 500);
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: again,
      staleTime: 15_000,
      // Without a line a list says so and can be asked again, where it would else stand still in silence.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
  },
});
const lang = chosenLang();
document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
const [messages] = await Promise.all([loadMessages(lang), readAhead(queries, location)]);
document.title = messages.app.name;

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');
createRoot(root, {
  // A "no" of the server stands on the page where it was caught; the browser's log is for faults of ours.
  onCaughtError: (error) => {
    if (!(error instanceof Problem)) console.error(error);
  },
}).render(
  <StrictMode>
    <App lang={lang} messages={messages} queries={queries} />
  </StrictMode>,
);
