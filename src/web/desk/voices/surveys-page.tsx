import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import type { SurveyPart } from '#domain/voice/survey.ts';
import { SURVEY_WORDS } from '#domain/voice/survey-words.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { TextArea } from '#web/kit/field.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { FormDialog } from './form-dialog.tsx';
import { SurveyDetail } from './survey-detail.tsx';
import { NewSurvey } from './survey-form.tsx';
import { surveyWords } from './survey-words.ts';
import { voiceCalls } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

type Survey = Answer<typeof voiceCalls.listSurveys>['items'][number];

const TONE = { draft: 'ochre', coming: 'ochre', open: 'malachite', over: 'ink' } as const;

/** 问卷: what is asked of whom, reviewed before it opens, read once it is over. */
export function SurveysPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(surveyWords);
  const me = useMe();
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'surveys'],
    queryFn: ({ signal }) => call(voiceCalls.listSurveys, {}, { signal }),
  });
  useEffect(() => {
    document.title = `${d.title} · ${w.app.name}`;
  }, [d, w]);
  const mayMake = holdsAny(me, ['office', 'liaison']);
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{d.title}</h1>
        <div className={css['bar']}>
          <Link to="/voices" search={{}} className={buttonClass()}>
            {r.back}
          </Link>
          {mayMake && (
            <Button look="primary" onClick={() => setNew(true)}>
              {d.make}
            </Button>
          )}
        </div>
      </header>
      <p className={css['sub']}>{d.lead}</p>
      {error !== null && <ProblemState error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={4} />}
      {data?.items.length === 0 && <Empty title={d.none}>{mayMake ? d.noneHint : ''}</Empty>}
      {(data?.items ?? []).map((item) => (
        <SurveyCard key={item.id} item={item} />
      ))}
      {isNew && <NewSurvey onClose={() => setNew(false)} />}
    </div>
  );
}

function SurveyCard({ item }: { readonly item: Survey }): ReactElement {
  const { day, exact, lang } = useWords();
  const d = useRoomWords(surveyWords);
  const [isOpen, setOpen] = useState(false);
  const answered = item.answered === undefined ? d.few : d.answered(exact(item.answered));
  return (
    <section className={css['card']} aria-label={item.title}>
      <h2>{item.title}</h2>
      {item.words !== '' && <p className={css['prose']}>{item.words}</p>}
      <p className={css['tags']}>
        <Tag tone={TONE[item.state]}>{d.states[item.state]}</Tag>
        <span className={css['sub']}>
          {d.window(item.unit.name, day(item.fromOn), day(item.toOn))}
        </span>
        <span className={css['sub']}>{SURVEY_WORDS[lang].chosen[item.chosen]}</span>
        {item.state !== 'draft' && <span className={css['sub']}>{answered}</span>}
      </p>
      <div className={css['actions']}>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {d.open}
        </Button>
        <SurveyLinks item={item} />
        <SurveyMoves item={item} />
      </div>
      {isOpen && <SurveyDetail id={item.id} />}
    </section>
  );
}

function SurveyLinks({ item }: { readonly item: Survey }): ReactElement {
  const d = useRoomWords(surveyWords);
  const page = (href: string, label: string): ReactElement => (
    <a className={buttonClass()} href={href} target="_blank" rel="noopener">
      {label}
    </a>
  );
  const file = (what: 'invites' | 'data', label: string): ReactElement => (
    <a className={buttonClass()} href={`/api/v1/surveys/${item.id}/${what}`} download>
      {label}
    </a>
  );
  return (
    <>
      {item.released.includes('questions') &&
        item.state !== 'over' &&
        page(`/say/s/${item.code}`, d.fillPage)}
      {item.can.includes('invites') && file('invites', d.invites)}
      {item.state === 'over' && file('data', d.data)}
      {item.released.includes('results') && page(`/public/s/${item.code}`, d.publicPage)}
    </>
  );
}

const REVIEWS = {
  release: { what: 'questions', call: 'releaseSurvey' },
  withdraw: { what: 'questions', call: 'withdrawSurvey' },
  release_results: { what: 'results', call: 'releaseSurvey' },
  withdraw_results: { what: 'results', call: 'withdrawSurvey' },
} as const satisfies Record<
  string,
  { readonly what: SurveyPart; readonly call: 'releaseSurvey' | 'withdrawSurvey' }
>;
type Review = keyof typeof REVIEWS;

function SurveyMoves({ item }: { readonly item: Survey }): ReactElement {
  const d = useRoomWords(surveyWords);
  const queries = useQueryClient();
  const [review, setReview] = useState<Review>();
  const act = useAct((key) => call(voiceCalls.endSurvey, { id: item.id }, { key }));
  const end = async (): Promise<void> => {
    if ((await act.run()) !== undefined)
      void queries.invalidateQueries({ queryKey: ['voices', 'surveys'] });
  };
  const open = (Object.keys(REVIEWS) as Review[]).filter((one) => item.can.includes(one));
  return (
    <>
      {open.map((one) => (
        <Button key={one} look="quiet" onClick={() => setReview(one)}>
          {d[one]}
        </Button>
      ))}
      {item.can.includes('end') && (
        <Button look="quiet" busy={act.busy} onClick={() => void end()}>
          {d.end}
        </Button>
      )}
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      {review !== undefined && (
        <ReviewDialog item={item} review={review} onClose={() => setReview(undefined)} />
      )}
    </>
  );
}

function ReviewDialog({
  item,
  review,
  onClose,
}: {
  readonly item: Survey;
  readonly review: Review;
  readonly onClose: () => void;
}): ReactElement {
  const d = useRoomWords(surveyWords);
  const say = useToast();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const { what, call: to } = REVIEWS[review];
  const isBack = to === 'withdrawSurvey';
  const act = useAct((key, words: string) =>
    call(voiceCalls[to], { id: item.id, what, reason: words }, { key }),
  );
  const submit = async (): Promise<void> => {
    if ((await act.run(reason)) === undefined) return;
    say(d.done);
    void queries.invalidateQueries({ queryKey: ['voices', 'surveys'] });
    onClose();
  };
  return (
    <FormDialog
      title={`${d[review]}：${item.title}`}
      {...(!isBack && { about: what === 'questions' ? d.reviewHint : d.resultsHint })}
      busy={act.busy}
      needs={[[isBack ? d.withdrawReason : d.reason, reason.trim() !== '']]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextArea
        label={isBack ? d.withdrawReason : d.reason}
        value={reason}
        rows={3}
        maxLength={500}
        onText={setReason}
      />
    </FormDialog>
  );
}
