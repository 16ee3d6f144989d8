import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useCallback, useEffect } from 'react';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { searchUnits, unitQuery } from '../api/units.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';
import { UnitActs } from './unit-acts.tsx';
import { UnitLinks } from './unit-links.tsx';
import { UnitPosts } from './unit-posts.tsx';
import { UnitTree } from './unit-tree.tsx';

/** 组织与人员: the tree of units, and of each its lineage, relations, posts and who holds them. */
export function OrgPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const navigate = useNavigate();
  const { unit: id } = useSearch({ from: '/inside/org' });
  const { data, error, refetch } = useQuery(unitQuery(id));
  const choose = useCallback(
    (unit: string | undefined) =>
      void navigate({ to: '/org', search: unit === undefined ? {} : { unit } }),
    [navigate],
  );
  const chooseFound = useCallback((found: Found | undefined) => choose(found?.id), [choose]);
  useEffect(() => {
    document.title = `${data?.unit.name ?? w.nav.org} · ${w.app.name}`;
  }, [data, w]);
  return (
    <div className={css['page']}>
      <h1>{w.nav.org}</h1>
      <div className={css['two']}>
        <section className={css['card']} aria-label={r.tree}>
          <Combobox
            name={w.kit.searchUnit}
            placeholder={w.kit.searchUnit}
            chosen={data?.unit}
            search={searchUnits}
            onChoose={chooseFound}
          />
          <UnitTree chosen={id} onChoose={choose} />
        </section>
        <section className={css['card']} aria-live="polite">
          {id === undefined && <Empty title={r.chooseUnit} />}
          {id !== undefined && data === undefined && error === null && <Skeleton rows={6} />}
          {error !== null && <ProblemState error={error} retry={() => void refetch()} />}
          {data !== undefined && (
            <>
              <p className={css['sub']}>{data.lineage.map((one) => one.name).join(' › ')}</p>
              <h2>{data.unit.name}</h2>
              <dl className={css['facts']}>
                <dt>{r.code}</dt>
                <dd>{data.unit.code}</dd>
                <dt>{r.unitKind}</dt>
                <dd>{w.unitKind[data.unit.kind]}</dd>
                {data.unit.functions.length > 0 && (
                  <>
                    <dt>{r.functions}</dt>
                    <dd>{data.unit.functions.join('、')}</dd>
                  </>
                )}
              </dl>
              <UnitActs view={data} />
              <UnitLinks view={data} />
              <UnitPosts unit={data.unit.id} mayAdd={data.can.includes('post.create')} />
            </>
          )}
        </section>
      </div>
    </div>
  );
}
