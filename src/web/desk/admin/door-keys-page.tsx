import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import type * as signed from '#contract/signed-door.ts';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Field, TextInput } from '#web/kit/field.tsx';
import { Empty, Note, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, type Call, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { NeedingForm } from '../entry/needing-form.tsx';
import { adminWords } from './admin-words.ts';
import { keysWords } from './keys-words.ts';
import { NewsPorts } from './news-ports.tsx';
import css from './admin.module.css';

const LIST: Call<typeof signed.listDoorKeys> = { method: 'GET', path: '/door-keys' };
const CREATE: Call<typeof signed.createDoorKey> = { method: 'POST', path: '/door-keys' };
const REVOKE: Call<typeof signed.revokeDoorKey> = {
  method: 'POST',
  path: '/door-keys/{id}/revoke',
};

type Key = Answer<typeof LIST>['keys'][number];
type Made = Answer<typeof CREATE>;

/** 接口密钥: which systems may hand voices in, and which of their keys nobody uses any more. */
export function DoorKeysPage(): ReactElement {
  const { w } = useWords();
  const d = useRoomWords(keysWords);
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Made>();
  const [leaving, setLeaving] = useState<Key>();
  const list = useQuery({
    queryKey: ['door-keys'],
    queryFn: ({ signal }) => call(LIST, {}, { signal }),
  });
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['door-keys'] });
  useEffect(() => {
    document.title = `${w.nav.doorKeys} · ${w.app.name}`;
  }, [w]);
  return (
    <div className={css['page']}>
      <h1>{w.nav.doorKeys}</h1>
      <section className={css['card']}>
        <p>{d.lead}</p>
        {list.error === null && (
          <div className={css['tools']}>
            <Button onClick={() => setAdding(true)}>{d.make}</Button>
          </div>
        )}
        {made !== undefined && <Secret made={made} />}
        {list.error !== null && (
          <ProblemState error={list.error} retry={() => void list.refetch()} />
        )}
        {list.isPending && <Skeleton rows={3} />}
        {list.data?.keys.length === 0 && <Empty title={d.none}>{d.noneHint}</Empty>}
        {list.data !== undefined && list.data.keys.length > 0 && (
          <KeyTable keys={list.data.keys} onRevoke={setLeaving} />
        )}
      </section>
      {list.data !== undefined && <NewsPorts />}
      {adding && (
        <NewKey
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setMade(key);
            setAdding(false);
            refresh();
          }}
        />
      )}
      {leaving !== undefined && (
        <RevokeKey
          of={leaving}
          onClose={() => setLeaving(undefined)}
          onDone={() => {
            setLeaving(undefined);
            setMade(undefined);
            refresh();
          }}
        />
      )}
    </div>
  );
}

function Secret({ made }: { readonly made: Made }): ReactElement {
  const d = useRoomWords(keysWords);
  return (
    <Note tone="malachite">
      <p role="status">{d.secret}</p>
      <code className={css['word']}>{made.secret}</code>
      <p>
        {d.id} <code>{made.id}</code>
      </p>
      <p>
        <a href="/api#doors">{d.how}</a>
      </p>
    </Note>
  );
}

function KeyTable({
  keys,
  onRevoke,
}: {
  readonly keys: readonly Key[];
  readonly onRevoke: (key: Key) => void;
}): ReactElement {
  const { w, day, moment } = useWords();
  const a = useRoomWords(adminWords);
  const d = useRoomWords(keysWords);
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={w.nav.doorKeys}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{d.name}</th>
            <th scope="col">{d.unit}</th>
            <th scope="col">{d.id}</th>
            <th scope="col">{d.madeAt}</th>
            <th scope="col">{d.lastUsed}</th>
            <th scope="col">{d.state}</th>
            <th scope="col">{a.deeds}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">{key.name}</th>
              <td>{key.unit.name}</td>
              <td>
                <code>{key.id}</code>
              </td>
              <td>{moment(key.createdAt)}</td>
              <td>{key.lastUsedOn === undefined ? d.never : day(key.lastUsedOn)}</td>
              <td>
                {key.revokedAt === undefined ? (
                  <Tag tone="malachite">{d.valid}</Tag>
                ) : (
                  <Tag shape="bar">{d.revoked(moment(key.revokedAt))}</Tag>
                )}
              </td>
              <td className={css['deeds']}>
                {key.revokedAt === undefined && (
                  <Button look="danger" onClick={() => onRevoke(key)}>
                    {d.revoke}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NewKey({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (key: Made) => void;
}): ReactElement {
  const { w } = useWords();
  const d = useRoomWords(keysWords);
  const [name, setName] = useState('');
  const [unit, setUnit] = useState<Found>();
  const act = useAct((key, input: { name: string; unit: string }) => call(CREATE, input, { key }));
  const submit = async (): Promise<void> => {
    const made = unit === undefined ? undefined : await act.run({ name, unit: unit.id });
    if (made !== undefined) onMade(made);
  };
  return (
    <Dialog title={d.make} onClose={onClose}>
      <NeedingForm
        className={css['form']}
        needs={[
          [d.name, name.trim() !== ''],
          [d.unit, unit !== undefined],
        ]}
        onSubmit={() => void submit()}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <TextInput label={d.name} hint={d.nameHint} value={name} maxLength={80} onText={setName} />
        <Field label={d.unit}>
          {(ids) => (
            <Combobox
              ids={ids}
              placeholder={w.kit.searchUnit}
              chosen={unit}
              search={searchUnits}
              onChoose={setUnit}
            />
          )}
        </Field>
        <Button type="submit" look="primary" busy={act.busy}>
          {d.make}
        </Button>
      </NeedingForm>
    </Dialog>
  );
}

function RevokeKey({
  of,
  onClose,
  onDone,
}: {
  readonly of: Key;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const d = useRoomWords(keysWords);
  const act = useAct((key) => call(REVOKE, { id: of.id }, { key }));
  const revoke = async (): Promise<void> => {
    if ((await act.run()) !== undefined) onDone();
  };
  return (
    <Dialog title={d.revokeAsk(of.name)} onClose={onClose}>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <p>{d.revokeHint}</p>
      <Button look="danger" busy={act.busy} onClick={() => void revoke()}>
        {d.revoke}
      </Button>
    </Dialog>
  );
}
