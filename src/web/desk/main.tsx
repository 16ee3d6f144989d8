import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { chosenLang } from '#web/words/lang.ts';
import { loadMessages } from '#web/words/load-messages.ts';
import { App } from './app.tsx';

// After an upgrade the parts of the old page are gone; the new page has its own. Once, lest it go round.
addEventListener('vite:preloadError', (event) => {
  const tried = sessionStorage.getItem('luoshi.reloaded');
  if (tried !== null && Date.now() - Number(tried) < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem('luoshi.reloaded', String(Date.now()));
  location.reload();
});

const lang = chosenLang();
const messages = await loadMessages(lang);
document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
document.title = messages.app.name;

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <App lang={lang} messages={messages} />
  </StrictMode>,
);
