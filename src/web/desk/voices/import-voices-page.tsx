import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { FileDrop } from '#web/kit/file-drop.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Note } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ColumnsTable } from '../import/columns-table.tsx';
import { FaultTable } from '../import/fault-table.tsx';
import { importingWords } from '../import/importing-words.ts';
import { doorsWords } from './door-words.ts';
import { voiceCalls } from './voice-calls.ts';
import { UnitField } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

type Looked = Answer<typeof voiceCalls.importVoices>;

const CHANNELS = [
  'sheet',
  'hotline',
  'box',
  'visit',
  'letter',
  'enterprise',
  'email',
  'survey',
] as const;

/** What is sent beside the file. */
interface Told {
  readonly sheet?: string;
  readonly map?: readonly string[];
  readonly channel: (typeof CHANNELS)[number];
  readonly placeUnit?: string | undefined;
}

/** 导入意见表: a file is looked at, what its columns are is confirmed, faults are shown, and only then it is taken in. */
export function ImportVoicesPage(): ReactElement {
  const { w, exact } = useWords();
  const i = useRoomWords(importingWords);
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [told, setTold] = useState<Told>({ channel: 'sheet' });
  const [looked, setLooked] = useState<Looked>();
  const act = useAct((key, sent: { file: File; told: Told; take: boolean }) =>
    call(
      voiceCalls.importVoices,
      {
        name: sent.file.name,
        ...sent.told,
        map: sent.told.map === undefined ? undefined : [...sent.told.map],
        take: sent.take,
      },
      { key, file: sent.file },
    ),
  );
  useEffect(() => {
    document.title = `${d.importTitle} · ${w.app.name}`;
  }, [d, w]);
  const ask = async (next: Told, take = false, of = file): Promise<void> => {
    if (of === undefined) return;
    setTold(next);
    const answer = await act.run({ file: of, told: next, take });
    if (answer === undefined) return;
    setLooked(answer);
    if (take) void queries.invalidateQueries({ queryKey: ['voices'] });
  };
  const choose = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    setFile(chosen);
    setLooked(undefined);
    const { sheet: _sheet, map: _map, ...rest } = told;
    void ask(rest, false, chosen);
  };
  const done = looked?.taken !== undefined;
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{d.importTitle}</h1>
        <Link to="/voices" search={{}} className={buttonClass()}>
          {r.back}
        </Link>
      </header>
      <section className={css['card']}>
        <p className={css['sub']}>{d.importLead}</p>
        <FileDrop
          label={file?.name ?? i.drop}
          hint={i.dropHint}
          accept=".xlsx,.xls,.et,.csv"
          busy={act.busy}
          onFiles={([chosen]) => choose(chosen)}
        />
        <div className={css['top']}>
          <SelectField
            label={d.noChannel}
            value={told.channel}
            options={CHANNELS.map((value) => ({ value, label: r.channels[value] }))}
            onValue={(channel) =>
              void ask({ ...told, channel: channel === '' ? 'sheet' : channel })
            }
          />
          <UnitField
            label={d.noUnit}
            hint={r.batchUnitHint}
            onUnit={(placeUnit) => void ask({ ...told, placeUnit })}
          />
          {looked !== undefined && looked.sheets.length > 1 && (
            <SelectField
              label={i.sheet}
              value={looked.sheet}
              options={looked.sheets.map((value) => ({ value, label: value }))}
              onValue={(sheet) => {
                const { map: _map, ...rest } = told;
                void ask({ ...rest, sheet });
              }}
            />
          )}
        </div>
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      </section>
      {looked !== undefined && !done && (
        <Columns looked={looked} onMap={(map) => void ask({ ...told, sheet: looked.sheet, map })} />
      )}
      {looked?.summary !== undefined && (
        <section className={css['card']} aria-label={i.step3}>
          {done ? (
            <Note tone="malachite">
              <p role="status">{d.taken(exact(looked.taken ?? 0), exact(looked.summary.known))}</p>
            </Note>
          ) : (
            <p role="status">
              {[
                d.ready(exact(looked.summary.ready)),
                d.known(exact(looked.summary.known)),
                d.faulty(exact(looked.summary.faulty)),
              ].join('　')}
            </p>
          )}
          {looked.summary.held > 0 && <p>{d.held(exact(looked.summary.held))}</p>}
          {looked.summary.sealed > 0 && <p>{d.sealed(exact(looked.summary.sealed))}</p>}
          <p className={css['actions']}>
            {done ? (
              <Link to="/voices" search={{}} className={buttonClass('primary')}>
                {d.seeThem}
              </Link>
            ) : (
              <Button
                look="primary"
                busy={act.busy}
                disabled={looked.summary.ready === 0}
                onClick={() => void ask({ ...told, sheet: looked.sheet, map: mapOf(looked) }, true)}
              >
                {d.take(exact(looked.summary.ready))}
              </Button>
            )}
          </p>
          {looked.summary.faults.length > 0 && <FaultTable faults={looked.summary.faults} />}
        </section>
      )}
    </div>
  );
}

function mapOf(looked: Looked): string[] {
  return looked.columns.flatMap(({ column, field }) =>
    field === undefined ? [] : [`${column}:${field}`],
  );
}

/** 对应表头: every change is looked at anew. */
function Columns({
  looked,
  onMap,
}: {
  readonly looked: Looked;
  readonly onMap: (map: string[]) => void;
}): ReactElement {
  const i = useRoomWords(importingWords);
  const d = useRoomWords(doorsWords);
  const set = (column: number, field: string): void => {
    const rest = mapOf(looked).filter((one) => !one.startsWith(`${column}:`));
    onMap(field === '' ? rest : [...rest, `${column}:${field}`]);
  };
  return (
    <section className={css['card']} aria-label={i.step2}>
      <p>
        {looked.title !== '' && <strong>{looked.title}　</strong>}
        {i.headerAt(looked.headerRow)}
      </p>
      {looked.summary === undefined && <Note tone="ochre">{d.needWords}</Note>}
      <ColumnsTable
        columns={looked.columns}
        fields={looked.fields.map(({ field }) => ({ field, label: d.fields[field] ?? field }))}
        fieldOf={(column) => column.field ?? ''}
        onField={({ column }, field) => set(column, field)}
        marks={({ doubtful, field }) => (
          <>
            {doubtful && <Tag tone="ochre">{i.doubtful}</Tag>}
            {(field === 'name' || field === 'contact') && <Tag tone="azure">{d.willSeal}</Tag>}
          </>
        )}
      />
    </section>
  );
}
