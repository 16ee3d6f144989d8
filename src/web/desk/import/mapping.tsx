import { type ReactElement, useState } from 'react';
import { LEVELS, SOURCES } from '#domain/entry/entry.ts';
import { Button } from '#web/kit/button.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Note } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import type { Batch } from './batch-page.tsx';
import { importingWords } from './importing-words.ts';
import { ColumnsTable } from './columns-table.tsx';
import css from './import.module.css';

/** 对应表头: which column is what; a sheet whose header this unit has confirmed before needs only a nod. */
export function Mapping({
  batch,
  onBatch,
  onJob,
}: {
  readonly batch: Batch;
  readonly onBatch: (batch: Batch) => void;
  readonly onJob: (job: string) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(importingWords);
  const [fields, setFields] = useState<Readonly<Record<number, string>>>(() =>
    Object.fromEntries(batch.columns.map((column) => [column.column, column.field ?? ''])),
  );
  const [source, setSource] = useState<(typeof SOURCES)[number] | ''>('');
  const [level, setLevel] = useState<(typeof LEVELS)[number] | ''>('');
  const other = useAct((key, sheet: string) =>
    call(calls.chooseSheet, { id: batch.id, sheet }, { key }),
  );
  const preview = useAct((key, input: Input<typeof calls.previewImport>) =>
    call(calls.previewImport, input, { key }),
  );
  const submit = async (): Promise<void> => {
    const columns = batch.columns.map(({ column }) => {
      const field = fields[column] ?? '';
      return { column, ...(field === '' ? {} : { field }) };
    });
    const answer = await preview.run({
      id: batch.id,
      columns,
      defaults: {
        ...(source === '' ? {} : { source }),
        ...(level === '' ? {} : { level }),
      },
    });
    if (answer !== undefined) onJob(answer.job);
  };
  const chooseSheet = async (sheet: string): Promise<void> => {
    const next = await other.run(sheet);
    if (next !== undefined) onBatch(next);
  };
  const taken = (field: string, column: number): boolean =>
    field !== '' &&
    Object.entries(fields).some(([at, other]) => other === field && Number(at) !== column);
  return (
    <form
      className={css['card']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {batch.sheets.length > 1 && (
        <SelectField
          label={r.sheet}
          value={batch.sheet}
          options={batch.sheets.map(({ name, hidden }) => ({
            value: name,
            label: hidden ? r.hiddenName(name) : name,
          }))}
          onValue={(sheet) => void chooseSheet(sheet)}
        />
      )}
      <p>
        {batch.title !== '' && <strong>{batch.title}　</strong>}
        {r.headerAt(batch.headerRow)}
      </p>
      {batch.sheets.some(({ name, hidden }) => hidden && name === batch.sheet) && (
        <Note tone="ochre">{r.sheetHidden}</Note>
      )}
      {batch.remembered && <Note tone="malachite">{r.remembered}</Note>}
      {other.problem !== undefined && <ProblemNote problem={other.problem} />}
      {preview.problem !== undefined && <ProblemNote problem={preview.problem} />}
      {/* Of our own export we know what every column is. */}
      {batch.kind === 'returned' ? (
        <Note tone="azure">{r.returnedSheet}</Note>
      ) : (
        <ColumnsTable
          columns={batch.columns.map((column) => ({
            ...column,
            sample: batch.sample
              .map((row) => row[column.column] ?? '')
              .filter((text) => text !== '')
              .slice(0, 3),
          }))}
          fields={batch.fields}
          fieldOf={({ column }) => fields[column] ?? ''}
          onField={({ column }, field) => setFields({ ...fields, [column]: field })}
          marks={({ column, doubtful, hidden }) => (
            <>
              {hidden === true && <Tag tone="ochre">{r.hiddenColumn}</Tag>}
              {taken(fields[column] ?? '', column) && <Tag tone="cinnabar">{r.twice}</Tag>}
              {doubtful && !batch.remembered && <Tag tone="ochre">{r.doubtful}</Tag>}
            </>
          )}
        />
      )}
      {batch.kind !== 'returned' && (
        <div className={css['defaults']}>
          <SelectField
            label={r.defaultSource}
            optional={w.kit.optional}
            value={source}
            none={r.fromSheet}
            options={SOURCES.map((value) => ({ value, label: w.source[value] }))}
            onValue={setSource}
          />
          <SelectField
            label={r.defaultLevel}
            optional={w.kit.optional}
            value={level}
            none={r.fromSheet}
            options={LEVELS.map((value) => ({ value, label: w.level[value] }))}
            onValue={setLevel}
          />
        </div>
      )}
      <p>
        <Button type="submit" look="primary" busy={preview.busy}>
          {r.toPreview}
        </Button>
      </p>
    </form>
  );
}
