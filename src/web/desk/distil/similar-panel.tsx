import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { useCampaign } from '../api/campaigns.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { MarkedText } from './marked-text.tsx';
import { SubjectLink } from './subject-link.tsx';

/** Nobody is asked before the typing rests for so long, in milliseconds. */
const PAUSE = 350;
const LEAST = 4;

interface Typed {
  readonly title: string;
  readonly detail: string;
  readonly category: string;
  readonly onCategory: (code: string) => void;
}

/** 边录入边提示: what is alike and which category fits, beside the form. It never blocks and never fills in by itself. */
export function SimilarPanel({ title, detail, category, onCategory }: Typed): ReactElement | null {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const campaign = useCampaign().campaign?.id;
  const text = useRested(`${title}${detail === '' ? '' : `，${detail}`}`.slice(0, 400));
  const enabled = text.length >= LEAST;
  const similar = useQuery({
    queryKey: ['distil', 'similar', text],
    queryFn: ({ signal }) => call(distilCalls.suggestSimilar, { text }, { signal }),
    // While the index is being built it is asked again.
    refetchInterval: ({ state }) => (state.data?.ready === false ? 3000 : false),
    placeholderData: keepPreviousData,
    retry: false,
    enabled,
  });
  const suggested = useQuery({
    queryKey: ['distil', 'category', text, campaign],
    queryFn: ({ signal }) =>
      call(
        distilCalls.suggestCategory,
        {
          title: title.slice(0, 200),
          detail: detail.slice(0, 1000),
          ...(campaign !== undefined && { campaign }),
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: enabled && title !== '',
  });
  const items = enabled ? (similar.data?.items ?? []) : [];
  const top = enabled && category === '' ? (suggested.data?.top ?? []) : [];
  if (items.length === 0 && top.length === 0) return null;
  return (
    <aside className={css['similar']} aria-live="polite">
      {top.length > 0 && (
        <div className={css['chips']}>
          <span>{r.category}</span>
          {top.map(({ code, name }) => (
            <Button key={code} aria-label={r.useCategory(name)} onClick={() => onCategory(code)}>
              {name}
            </Button>
          ))}
        </div>
      )}
      {items.length > 0 && (
        <>
          <h2>{r.similar}</h2>
          <p className={css['sub']}>{r.similarHint}</p>
          <ul>
            {items.map((item) => (
              <li key={item.id}>
                <p className={css['sub']}>
                  {item.kind === 'voice' ? r.isVoice : r.isProblem}{' '}
                  <SubjectLink subject={item} isAside /> · {item.unit.name} · {r.places[item.place]}{' '}
                  · {r.alike(exact(Math.round(item.score * 100)))}
                </p>
                <MarkedText text={item.text} marks={item.marks} />
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

/** A text once its typing has rested. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
