import type { ReactElement, ReactNode } from 'react';
import { keepLang } from '#web/words/lang.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './session.module.css';

/** The page before one is in. */
export function Door({
  city,
  wide = false,
  children,
}: {
  readonly city: string | undefined;
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { w, lang } = useWords();
  return (
    <div className={css['page']}>
      <header className={css['mark']}>
        <img src="/icon.svg" alt="" width="36" height="36" />
        {w.app.name}
        {city !== undefined && <span className={css['city']}>{city}</span>}
      </header>
      <main className={wide ? `${css['card']} ${css['wide']}` : css['card']}>{children}</main>
      <a className={css['link']} href="/m">
        {w.signIn.phone}
      </a>
      <button
        type="button"
        className={css['link']}
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => {
          keepLang(lang === 'zh' ? 'en' : 'zh');
          location.reload();
        }}
      >
        {w.app.language}
      </button>
    </div>
  );
}
