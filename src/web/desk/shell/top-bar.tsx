import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Key } from '#web/kit/button.tsx';
import { Menu } from '#web/kit/menu.tsx';
import { keepLang, type Lang } from '#web/words/lang.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { CampaignSwitcher } from './campaign-switcher.tsx';
import { type Me, seesBusiness } from '../session/use-me.ts';
import css from './shell.module.css';

export function TopBar({
  me,
  work,
  onSearch,
  onKeys,
  onNav,
  navOpen,
}: {
  readonly me: Me;
  readonly work: number | undefined;
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly onNav: () => void;
  readonly navOpen: boolean;
}): ReactElement {
  const { w, lang, brief } = useWords();
  return (
    <header className={css['bar']}>
      <button
        type="button"
        className={css['burger']}
        aria-label={w.app.menu}
        aria-expanded={navOpen}
        aria-controls="rail"
        onClick={onNav}
      >
        <span aria-hidden="true">☰</span>
      </button>
      <Link to="/" className={css['brand']}>
        <img src="/icon.svg" alt="" width="26" height="26" />
        {w.app.name}
      </Link>
      {/* The three administrators see no business content: nothing of theirs belongs to a campaign. */}
      {seesBusiness(me) && <CampaignSwitcher city={me.cityName} />}
      <button
        type="button"
        className={css['search']}
        onClick={onSearch}
        aria-keyshortcuts="Control+K"
      >
        <span>{w.app.search}</span>
        <Key>Ctrl K</Key>
      </button>
      {work !== undefined && work > 0 && (
        <Link to="/work" className={css['work']}>
          {w.app.workCount(brief(work))}
        </Link>
      )}
      <button
        type="button"
        className={css['lang']}
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        title={w.app.languageName}
        onClick={() => switchLang(lang)}
      >
        {w.app.language}
      </button>
      <PersonMenu me={me} onKeys={onKeys} />
    </header>
  );
}

function switchLang(from: Lang): void {
  keepLang(from === 'zh' ? 'en' : 'zh');
  location.reload();
}

/** Who I am here: the post in use stands beside the name, 代理 when it is held for the time being. */
function PersonMenu({
  me,
  onKeys,
}: {
  readonly me: Me;
  readonly onKeys: () => void;
}): ReactElement {
  const { w, lang } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [first] = me.posts;
  const leave = async (): Promise<void> => {
    await call(calls.logout, {});
    queries.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu
      className={css['person']}
      name={[me.name, first?.unitName, first?.acting === true ? w.app.acting : undefined]
        .filter(Boolean)
        .join(' ')}
      arrow={false}
      label={
        <>
          <span className={css['face']} data-face={me.name.slice(0, 1)} aria-hidden="true" />
          <span className={css['post']}>
            {first === undefined ? me.name : first.unitName}
            {first?.acting === true && <span className={css['acting']}>{w.app.acting}</span>}
          </span>
        </>
      }
      choices={[
        ...me.posts.map((post) => ({
          id: post.id,
          label: `${post.unitName} ${post.name}${post.acting ? `（${w.app.acting}）` : ''}`,
          detail: `${me.name} · ${w.role[post.role]}`,
          run: () => undefined,
        })),
        undefined,
        { id: 'jobs', label: w.app.jobs, run: () => void navigate({ to: '/jobs' }) },
        { id: 'account', label: w.app.account, run: () => void navigate({ to: '/account' }) },
        { id: 'keys', label: w.app.keys, run: onKeys },
        { id: 'phone', label: w.signIn.phone, run: () => location.assign('/m') },
        { id: 'lang', label: w.app.language, run: () => switchLang(lang) },
        { id: 'leave', label: w.app.signOut, run: () => void leave() },
      ]}
    />
  );
}
