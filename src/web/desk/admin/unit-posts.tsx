import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useState } from 'react';
import { ADMIN_ROLES, BUSINESS_ROLES, ROLES, type Role } from '#domain/org/actor.ts';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Checkbox, Field, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { holdsAny, useMe } from '../session/use-me.ts';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';

type Post = Answer<typeof calls.listPosts>['posts'][number];

/** 岗位: duty binds to a post; people hold it from a day to a day. */
export function UnitPosts({
  unit,
  mayAdd,
}: {
  readonly unit: string;
  readonly mayAdd: boolean;
}): ReactElement {
  const { w, day } = useWords();
  const r = useRoomWords(adminWords);
  const queries = useQueryClient();
  const [appointing, setAppointing] = useState<Post>();
  const [adding, setAdding] = useState(false);
  const { data } = useQuery({
    queryKey: ['posts', unit],
    queryFn: ({ signal }) => call(calls.listPosts, { id: unit }, { signal }),
  });
  const end = useAct((key, id: string) => call(calls.endHolding, { id }, { key }));
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['posts', unit] });
  if (data === undefined) return <Skeleton rows={4} />;
  return (
    <>
      <h3>{r.posts}</h3>
      {end.problem !== undefined && <ProblemNote problem={end.problem} />}
      {data.posts.length === 0 && <p className={css['sub']}>{r.noPosts}</p>}
      <ul className={css['posts']}>
        {data.posts.map((post) => (
          <li key={post.id}>
            <p className={css['postHead']}>
              <strong>{post.name}</strong>
              <Tag>{w.role[post.role]}</Tag>
              {post.can.includes('holding.start') && (
                <Button look="quiet" onClick={() => setAppointing(post)}>
                  {r.appoint}
                </Button>
              )}
            </p>
            {post.holders.length === 0 && <p className={css['sub']}>{r.vacant}</p>}
            {post.holders.map((holder) => (
              <p key={holder.holdingId} className={css['holder']}>
                {holder.name}
                {holder.acting && <Tag tone="ochre">{w.app.acting}</Tag>}
                <span className={css['sub']}>
                  {r.since(day(holder.fromOn))}
                  {holder.toOn !== null && ` ${r.until(day(holder.toOn))}`}
                </span>
                {post.can.includes('holding.end') && (
                  <Button
                    look="quiet"
                    onClick={() => void end.run(holder.holdingId).then(refresh)}
                    aria-label={`${r.dismiss} ${holder.name}`}
                  >
                    {r.dismiss}
                  </Button>
                )}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <p>
          <Button onClick={() => setAdding(true)}>{r.addPost}</Button>
        </p>
      )}
      {appointing !== undefined && (
        <Appoint post={appointing} onClose={() => setAppointing(undefined)} onDone={refresh} />
      )}
      {adding && <AddPost unit={unit} onClose={() => setAdding(false)} onDone={refresh} />}
    </>
  );
}

interface Closing {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

async function searchPeople(text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const { people } = await call(calls.listPeople, { q: text.trim() }, { signal });
  return people.map((person) => ({
    id: person.id,
    name: person.name,
    detail: person.posts.map((post) => `${post.unitName} ${post.name}`).join('；') || person.code,
  }));
}

function Appoint({ post, onClose, onDone }: Closing & { readonly post: Post }): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const say = useToast();
  const [person, setPerson] = useState<Found>();
  const [acting, setActing] = useState(false);
  const act = useAct((key, input: Input<typeof calls.startHolding>) =>
    call(calls.startHolding, input, { key }),
  );
  const choose = useCallback((found: Found | undefined) => setPerson(found), []);
  const submit = async (): Promise<void> => {
    if (person === undefined) return;
    const done = await act.run({ postId: post.id, personId: person.id, acting });
    if (done === undefined) return;
    say(r.appointed(person.name, post.name));
    onDone();
    onClose();
  };
  return (
    <Dialog title={`${r.appoint} ${post.name}`} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <Field label={r.person}>
          {(ids) => (
            <Combobox
              ids={ids}
              placeholder={r.searchPerson}
              chosen={person}
              search={searchPeople}
              onChoose={choose}
            />
          )}
        </Field>
        <Checkbox label={w.app.acting} checked={acting} onChecked={setActing} />
        <Button type="submit" look="primary" busy={act.busy} disabled={person === undefined}>
          {r.appoint}
        </Button>
      </form>
    </Dialog>
  );
}

function AddPost({ unit, onClose, onDone }: Closing & { readonly unit: string }): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(adminWords);
  const me = useMe();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role | ''>('');
  const act = useAct((key, input: Input<typeof calls.createPost>) =>
    call(calls.createPost, input, { key }),
  );
  const roles: readonly Role[] = holdsAny(me, ['security_admin'])
    ? [...ROLES.filter((one) => (BUSINESS_ROLES as readonly Role[]).includes(one)), ...ADMIN_ROLES]
    : BUSINESS_ROLES;
  const submit = async (): Promise<void> => {
    if (role === '') return;
    const done = await act.run({ unitId: unit, name, role });
    if (done === undefined) return;
    onDone();
    onClose();
  };
  return (
    <Dialog title={r.addPost} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <TextInput label={r.postName} value={name} onText={setName} maxLength={60} required />
        <SelectField
          label={r.role}
          value={role}
          none={w.kit.choose}
          options={roles.map((value) => ({ value, label: w.role[value] }))}
          onValue={setRole}
        />
        <Button type="submit" look="primary" busy={act.busy} disabled={role === ''}>
          {r.addPost}
        </Button>
      </form>
    </Dialog>
  );
}
