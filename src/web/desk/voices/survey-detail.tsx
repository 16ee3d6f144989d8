import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { NO_ANSWER } from '#domain/voice/survey.ts';
import { SURVEY_WORDS } from '#domain/voice/survey-words.ts';
import { Note, Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { surveyWords } from './survey-words.ts';
import { voiceCalls } from './voice-calls.ts';
import css from './voices.module.css';

type Detail = Answer<typeof voiceCalls.readSurvey>;
type Results = NonNullable<Detail['results']>;
type Method = Results['method'];
type Result = NonNullable<Results['questions']>[number];

/** What is asked, what came of it, and who reviewed it. */
export function SurveyDetail({ id }: { readonly id: string }): ReactElement {
  const { moment } = useWords();
  const d = useRoomWords(surveyWords);
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'surveys', id],
    queryFn: ({ signal }) => call(voiceCalls.readSurvey, { id }, { signal }),
  });
  if (error !== null) return <ProblemState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={4} />;
  return (
    <>
      {data.results === undefined ? (
        <>
          <Questions detail={data} />
          {data.state !== 'draft' && <Note tone="azure">{d.waits}</Note>}
        </>
      ) : (
        <SurveyResults results={data.results} />
      )}
      {data.releases.length > 0 && (
        <>
          <h3>{d.reviews}</h3>
          <ul className={css['plain']}>
            {data.releases.map((one) => (
              <li key={one.at}>
                {d.reviewedBy(d.parts[one.what], one.post, moment(one.at))}
                {`：${one.reason}`}
                {one.withdrawnAt !== undefined &&
                  ` · ${d.takenBack(moment(one.withdrawnAt), one.withdrawnFor ?? '')}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Questions({ detail }: { readonly detail: Detail }): ReactElement {
  const d = useRoomWords(surveyWords);
  return (
    <>
      <h3>{d.questions}</h3>
      <ol>
        {detail.questions.map((question) => (
          <li key={question.words}>
            {question.words}
            <p className={css['sub']}>
              {[d.kinds[question.kind], ...question.choices].join(' · ')}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** 结果: the sentence of method stands under each table, so that none is copied without it. */
function SurveyResults({ results }: { readonly results: Results }): ReactElement {
  const { lang } = useWords();
  const d = useRoomWords(surveyWords);
  const sentence = useMethodSentence(results.method);
  if (results.questions === undefined)
    return (
      <>
        <Note tone="ochre">{d.tooFew}</Note>
        <p className={css['sub']}>{sentence}</p>
      </>
    );
  return (
    <>
      <h3>{d.results}</h3>
      {results.questions.map((question, i) => (
        <QuestionResult key={question.words} question={question} no={i + 1} sentence={sentence} />
      ))}
      <p className={css['sub']}>{SURVEY_WORDS[lang].fewHint}</p>
    </>
  );
}

function useMethodSentence(method: Method): string {
  const { exact, lang } = useWords();
  const d = useRoomWords(surveyWords);
  const say = SURVEY_WORDS[lang];
  const { chosen, answered, rate, held, standing } = method;
  const of = method.invited === undefined ? '' : `/${exact(method.invited)}`;
  const parts = [
    say.chosen[chosen],
    method.method,
    `n=${answered === undefined ? say.few : exact(answered)}`,
    chosen === 'open'
      ? say.openRate
      : `${d.rate} ${rate === undefined ? say.few : percentOf(rate)}（${answered === undefined ? say.few : exact(answered)}${of}）`,
    held === undefined || held === 0 ? '' : `${d.held} ${exact(held)}`,
  ].filter((part) => part !== '');
  return lang === 'zh'
    ? `${parts.join('，')}。${say.standing[standing]}`
    : `${parts.join(', ')}. ${say.standing[standing]}`;
}

function QuestionResult({
  question,
  no,
  sentence,
}: {
  readonly question: Result;
  readonly no: number;
  readonly sentence: string;
}): ReactElement {
  const { exact, lang } = useWords();
  const d = useRoomWords(surveyWords);
  const say = SURVEY_WORDS[lang];
  const title = `${no}. ${question.words}`;
  if (question.kind === 'text')
    return (
      <section aria-label={title}>
        <h3>{title}</h3>
        <p className={css['sub']}>
          {question.texts?.length === 0
            ? d.nobodyWrote
            : d.written(
                question.written === undefined ? say.few : d.sheets(exact(question.written)),
              )}
        </p>
        <ul className={css['records']}>
          {(question.texts ?? []).map((text, i) => (
            <li key={i} className={css['prose']}>
              {text}
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <div className={css['scroll']} tabIndex={0} role="group" aria-label={title}>
        <ResultTable question={question} />
      </div>
      <p className={css['sub']}>{sentence}</p>
    </section>
  );
}

function ResultTable({ question }: { readonly question: Result }): ReactElement {
  const { exact, lang } = useWords();
  const d = useRoomWords(surveyWords);
  const say = SURVEY_WORDS[lang];
  const labels = question.kind === 'levels' ? say.levels : question.choices;
  const hasInterval = question.cells.some(({ low }) => low !== undefined);
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">{d.choice}</th>
          <th scope="col">{d.count}</th>
          <th scope="col">{d.share}</th>
          {hasInterval && <th scope="col">{d.interval}</th>}
        </tr>
      </thead>
      <tbody>
        {question.cells.map(({ choice, n, share, low, high }) => (
          <tr key={choice}>
            <th scope="row">{choice === NO_ANSWER ? say.none : labels[choice]}</th>
            <td>{n === undefined ? say.few : exact(n)}</td>
            <td>{share === undefined ? '—' : percentOf(share)}</td>
            {hasInterval && (
              <td>
                {low === undefined || high === undefined
                  ? '—'
                  : `${percentOf(low)}–${percentOf(high)}`}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
