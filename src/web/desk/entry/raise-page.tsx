import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { useCampaign, useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { useEntryChanged } from '../ledger/use-ledger.ts';
import css from './entry.module.css';
import { FaultSummary } from './fault-summary.tsx';
import { FormFields } from './form-fields.tsx';
import formCss from './form.module.css';
import { raiseFields } from './raise-fields.ts';
import { type Fault, faultsOf, inputOf } from './move-input.ts';
import { useDraft } from './use-draft.ts';

const SimilarPanel = lazy(async () => ({
  default: (await import('../distil/similar-panel.tsx')).SimilarPanel,
}));

/** 登记问题、起草任务. */
export function RaisePage(): ReactElement {
  const { w } = useWords();
  const { kind } = useSearch({ from: '/inside/new' });
  const navigate = useNavigate();
  const say = useToast();
  const changed = useEntryChanged();
  const { choices } = useCategories();
  const campaign = useCampaign().campaign?.id;
  const [draft, onDraft, dropDraft] = useDraft(`new.${kind}`, { text: { level: 'unit' } });
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const fields = raiseFields(kind, w, choices);
  const title = kind === 'problem' ? w.ledger.raise : w.ledger.draft;
  const act = useAct((key, input: Input<typeof calls.raiseEntry>) =>
    call(calls.raiseEntry, input, { key }),
  );
  useEffect(() => {
    document.title = title;
  }, [title]);
  // Who pressed C goes on typing.
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const submit = async (): Promise<void> => {
    const missing = faultsOf(fields, draft, w);
    setFaults(missing);
    if (missing.length > 0) return;
    const input = { kind, campaign, ...inputOf(fields, draft) } as Input<typeof calls.raiseEntry>;
    const entry = await act.run(input);
    if (entry === undefined) return;
    dropDraft();
    changed(entry);
    say(w.form.raised(entry.no));
    await navigate({ to: '/entries/$id', params: { id: entry.id } });
  };
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{title}</h1>
      </header>
      <div className={css['beside']}>
        <form
          ref={form}
          className={`${formCss['form']} ${formCss['page']}`}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          {faults.length > 0 && <FaultSummary faults={faults} />}
          {act.problem !== undefined && <ProblemNote problem={act.problem} />}
          <FormFields {...{ fields, draft, onDraft, faults }} measures={[]} />
          <div className={formCss['actions']}>
            <Button type="submit" look="primary" busy={act.busy}>
              {title}
            </Button>
            <Button onClick={() => history.back()}>{w.kit.cancel}</Button>
          </div>
        </form>
        {kind === 'problem' && (
          <Suspense fallback={null}>
            <SimilarPanel
              title={draft.text?.['title'] ?? ''}
              detail={draft.text?.['detail'] ?? ''}
              category={draft.text?.['category'] ?? ''}
              onCategory={(category) =>
                onDraft((now) => ({ ...now, text: { ...now.text, category } }))
              }
            />
          </Suspense>
        )}
      </div>
    </div>
  );
}
