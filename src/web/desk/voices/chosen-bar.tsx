import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Note } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { StartedJob } from '../jobs/started-job.tsx';
import { AnswerForm, forgetTyped, type KeptDraft } from './answer-form.tsx';
import { type Chosen, isChoosable, MOST } from './chosen.ts';
import { draftsWords } from './draft-words.ts';
import { voiceCalls, type VoiceRow } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

const PAGE = 200;
/** Where the words for many are kept while they are typed. */
const PLACE = 'chosen';

/** 已选: what is open to the chosen, many at once; each is done at the version at which it was chosen. */
export function ChosenBar({
  chosen,
  filter,
}: {
  readonly chosen: Chosen;
  readonly filter: Record<string, unknown>;
}): ReactElement | null {
  const { exact } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(draftsWords);
  const [open, setOpen] = useState<'draft' | 'publish'>();
  const counted = useQuery({
    queryKey: ['voices', 'count', filter],
    queryFn: ({ signal }) => call(voiceCalls.countVoices, filter, { signal }),
  });
  const { rows } = chosen;
  const may = rows.filter((row) => row.can.includes('answer'));
  const ready = may.filter((row) => row.draft !== undefined);
  const all = useAct(() => listed(filter));
  const take = async (): Promise<void> => {
    const found = await all.run();
    if (found !== undefined) chosen.put(found);
  };
  useCommands(
    rows.length === 0
      ? []
      : [
          ...(may.length === 0
            ? []
            : [
                {
                  id: 'voices-draft',
                  label: d.draftMany(exact(may.length)),
                  group: r.title,
                  keys: 'd',
                  run: () => setOpen('draft'),
                },
              ]),
          ...(ready.length === 0
            ? []
            : [
                {
                  id: 'voices-publish',
                  label: d.publish(exact(ready.length)),
                  group: r.title,
                  keys: 'f',
                  run: () => setOpen('publish'),
                },
              ]),
        ],
  );
  if (rows.length === 0) return null;
  const n = counted.data?.received ?? 0;
  const close = (): void => setOpen(undefined);
  return (
    <div className={css['chosenBar']} role="region" aria-label={d.chosen(exact(rows.length))}>
      <span role="status">{d.chosen(exact(rows.length))}</span>
      {n > rows.length && (
        <Button busy={all.busy} onClick={() => void take()}>
          {n > MOST ? d.chooseFirst(exact(MOST)) : d.chooseAll(exact(n))}
        </Button>
      )}
      {may.length > 0 && (
        <Button hint="D" onClick={() => setOpen('draft')}>
          {d.draftMany(exact(may.length))}
        </Button>
      )}
      {ready.length > 0 && (
        <Button look="primary" hint="F" onClick={() => setOpen('publish')}>
          {d.publish(exact(ready.length))}
        </Button>
      )}
      <Button look="quiet" hint="Esc" onClick={chosen.clear}>
        {d.chooseNone}
      </Button>
      {all.problem !== undefined && <ProblemNote problem={all.problem} />}
      {open === 'draft' && (
        <DraftMany rows={may} left={rows.length - may.length} onClose={close} chosen={chosen} />
      )}
      {open === 'publish' && (
        <PublishMany
          rows={ready}
          left={rows.length - ready.length}
          onClose={close}
          chosen={chosen}
        />
      )}
    </div>
  );
}

/** All that the list holds, page by page, as many as are done at once. */
async function listed(filter: Record<string, unknown>): Promise<VoiceRow[]> {
  const found: VoiceRow[] = [];
  let after: string | undefined;
  do {
    const page = await call(voiceCalls.listVoices, {
      ...filter,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined && found.length < MOST);
  return found.filter(isChoosable).slice(0, MOST);
}

interface Many {
  /** Of the chosen those to which it is open. */
  readonly rows: readonly VoiceRow[];
  readonly left: number;
  readonly chosen: Chosen;
  readonly onClose: () => void;
}

function seen(rows: readonly VoiceRow[]): { id: string; version: number }[] {
  return rows.map(({ id, version }) => ({ id, version }));
}

/** 批量起草 */
function DraftMany({ rows, left, chosen, onClose }: Many): ReactElement {
  const { exact } = useWords();
  const d = useRoomWords(draftsWords);
  const [job, setJob] = useState<string>();
  const act = useAct((key, draft: KeptDraft) =>
    call(voiceCalls.draftAnswers, { voices: seen(rows), ...draft }, { key }),
  );
  const title = d.draftMany(exact(rows.length));
  if (job !== undefined) return <Started {...{ title, job, rows, chosen, onClose }} />;
  return (
    <AnswerForm
      title={title}
      about={d.draftManyHint}
      place={PLACE}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
      onKeep={async (draft) => {
        const started = await act.run(draft);
        if (started !== undefined) forgetTyped(PLACE);
        setJob(started?.job);
        return false;
      }}
    >
      {left > 0 && <Note tone="ochre">{d.cannot(exact(left))}</Note>}
    </AnswerForm>
  );
}

/** 批量发布 */
function PublishMany({ rows, left, chosen, onClose }: Many): ReactElement {
  const { w, exact } = useWords();
  const d = useRoomWords(draftsWords);
  const [job, setJob] = useState<string>();
  const act = useAct((key) => call(voiceCalls.publishDrafts, { voices: seen(rows) }, { key }));
  const title = d.publish(exact(rows.length));
  if (job !== undefined) return <Started {...{ title, job, rows, chosen, onClose }} />;
  return (
    <Dialog title={title} onClose={onClose} side>
      <div className={css['form']}>
        <p>{d.publishHint}</p>
        {left > 0 && <Note tone="ochre">{d.cannot(exact(left))}</Note>}
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <div className={css['actions']}>
          <Button
            look="primary"
            busy={act.busy}
            onClick={() => void act.run().then((done) => setJob(done?.job))}
          >
            {title}
          </Button>
          <Button onClick={onClose}>{w.kit.cancel}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Started({
  title,
  job,
  rows,
  chosen,
  onClose,
}: Omit<Many, 'left'> & { readonly title: string; readonly job: string }): ReactElement {
  const queries = useQueryClient();
  const leave = (): void => {
    onClose();
    chosen.clear();
    void queries.invalidateQueries({ queryKey: ['voices'] });
  };
  return (
    <Dialog title={title} onClose={leave} side>
      <StartedJob id={job} n={rows.length} onClose={leave} />
    </Dialog>
  );
}
