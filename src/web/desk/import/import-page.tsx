import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { ENTRY_KINDS, type EntryKind } from '#domain/entry/entry.ts';
import { RadioGroup } from '#web/kit/field.tsx';
import { FileDrop } from '#web/kit/file-drop.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { useCampaign } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { importingWords } from './importing-words.ts';
import css from './import.module.css';

/** 导入表格: put a sheet down, or take up one that was left. */
export function ImportPage(): ReactElement {
  const { w, moment } = useWords();
  const r = useRoomWords(importingWords);
  const navigate = useNavigate();
  const { chosen } = useCampaign();
  const [kind, setKind] = useState<EntryKind>('problem');
  const act = useAct((key, file: File) =>
    call(calls.uploadSheet, { name: file.name, kind, campaign: chosen?.id }, { key, file }),
  );
  const before = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => call(calls.listImports, {}, { signal }),
  });
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [w]);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const batch = await act.run(file);
    if (batch !== undefined) await navigate({ to: '/import/$id', params: { id: batch.id } });
  };
  return (
    <div className={css['page']}>
      <h1>{r.title}</h1>
      <section className={css['card']}>
        <RadioGroup
          label={r.kind}
          value={kind}
          options={ENTRY_KINDS.map((value) => ({ value, label: w.kind[value] }))}
          onValue={setKind}
        />
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <FileDrop
          label={r.drop}
          hint={r.dropHint}
          accept=".xlsx,.xls,.et,.csv"
          busy={act.busy}
          onFiles={([file]) => void take(file)}
        />
        <p className={css['sub']}>{r.returnedHint}</p>
      </section>
      {(before.data?.imports.length ?? 0) > 0 && (
        <section className={css['card']} aria-labelledby="before">
          <h2 id="before">{r.before}</h2>
          <ul className={css['batches']}>
            {before.data?.imports.map((batch) => (
              <li key={batch.id}>
                <Link to="/import/$id" params={{ id: batch.id }}>
                  {batch.name}
                </Link>
                <Tag tone={batch.state === 'done' ? 'malachite' : 'ochre'}>
                  {isState(batch.state) ? r.state[batch.state] : batch.state}
                </Tag>
                <span className={css['sub']}>{moment(batch.at)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const STATES = ['uploaded', 'previewed', 'running', 'done', 'failed'] as const;

function isState(text: string): text is (typeof STATES)[number] {
  return (STATES as readonly string[]).includes(text);
}
