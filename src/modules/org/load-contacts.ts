import { ADMIN_ROLES } from '#domain/org/actor.ts';
import type { UnitFault, UnitLine } from '#domain/org/unit-sheet.ts';
import { dayOf } from '#platform/command.ts';
import { copyInto } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';
import { newId } from '#platform/ids.ts';
import { knowSize, type TreeUnit } from './load-units.ts';

interface At {
  readonly cityId: number;
  readonly now: Date;
}

interface Staff {
  readonly posts: number;
  readonly accounts: number;
  readonly faults: readonly UnitFault[];
}

/**
 * The contact (联系人) of each unit: one post, a person who holds it from today, and an account that waits
 * for its invitation. A contact post that exists is left as it is, whoever holds it: people are moved
 * in the system, not by a sheet.
 */
export async function loadContacts(
  client: PoolClient,
  tree: ReadonlyMap<string, TreeUnit>,
  lines: readonly UnitLine[],
  at: At,
): Promise<Staff> {
  const known = await readKnown(client, at.cityId, dayOf(at.now));
  const faults: UnitFault[] = [];
  const rows: Record<'person' | 'post' | 'holding' | 'account' | 'org_event', CopyRow[]> = {
    person: [],
    post: [],
    holding: [],
    account: [],
    org_event: [],
  };
  const { cityId, now } = at;
  for (const line of lines) {
    const unit = tree.get(line.code);
    const { contact } = line;
    const postCode = `${line.code}-contact`;
    if (unit === undefined || contact === undefined || known.posts.has(postCode)) continue;
    const byLogin = contact.login === undefined ? undefined : known.logins.get(contact.login);
    if (byLogin !== undefined && byLogin.name !== contact.person) {
      faults.push(otherPerson(line, contact.login ?? '', byLogin.name));
      continue;
    }
    if (byLogin?.isAdmin === true) {
      faults.push(administrator(line, contact.login ?? ''));
      continue;
    }
    const personId = byLogin?.personId ?? newId(now.getTime());
    const postId = newId(now.getTime());
    known.posts.add(postCode);
    rows.post.push([cityId, postId, unit.id, postCode, contact.post, roleOf(unit), now]);
    rows.holding.push([cityId, newId(now.getTime()), postId, personId, dayOf(now), now]);
    const accountId =
      byLogin === undefined && contact.login !== undefined ? newId(now.getTime()) : undefined;
    if (byLogin === undefined)
      rows.person.push([cityId, personId, `${line.code}-contact`, contact.person, now]);
    if (accountId !== undefined && contact.login !== undefined) {
      known.logins.set(contact.login, { personId, name: contact.person, isAdmin: false });
      rows.account.push([cityId, accountId, personId, contact.login, now]);
    }
    const payload = {
      by: 'import',
      unit: unit.id,
      postId,
      postCode,
      accountId,
      login: contact.login,
    };
    rows.org_event.push([
      cityId,
      newId(now.getTime()),
      now,
      'person.contact',
      personId,
      JSON.stringify(payload),
    ]);
  }
  await copyInto(client, 'person', ['city_id', 'id', 'code', 'name', 'created_at'], rows.person);
  await copyInto(
    client,
    'post',
    ['city_id', 'id', 'unit_id', 'code', 'name', 'role', 'created_at'],
    rows.post,
  );
  await knowSize(client, 'person', rows.person.length);
  await knowSize(client, 'post', rows.post.length);
  await copyInto(
    client,
    'holding',
    ['city_id', 'id', 'post_id', 'person_id', 'from_on', 'created_at'],
    rows.holding,
  );
  await copyInto(
    client,
    'account',
    ['city_id', 'id', 'person_id', 'login', 'created_at'],
    rows.account,
  );
  await copyInto(
    client,
    'org_event',
    ['city_id', 'id', 'at', 'kind', 'subject_id', 'payload'],
    rows.org_event,
  );
  return { posts: rows.post.length, accounts: rows.account.length, faults };
}

type CopyRow = readonly (string | number | Date)[];

/** The secretary of a branch, or the like of a village, does the work himself; elsewhere a liaison does. */
function roleOf(unit: TreeUnit): 'handler' | 'liaison' {
  return unit.kind === 'branch' || unit.kind === 'village' || unit.kind === 'community'
    ? 'handler'
    : 'liaison';
}

function otherPerson(line: UnitLine, login: string, name: string): UnitFault {
  return {
    row: line.row,
    column: '账号',
    zh: `账号“${login}”属于“${name}”，与本行姓名不同；单位已导入，联系人未导入`,
    en: `The login ${login} is ${name}'s; the unit came in, the contact did not`,
  };
}

function administrator(line: UnitLine, login: string): UnitFault {
  return {
    row: line.row,
    column: '账号',
    zh: `账号“${login}”是系统、安全或审计管理员，不得兼任业务岗位；单位已导入，联系人未导入`,
    en: `The login ${login} is an administrator's, who may hold no business post; the unit came in, the contact did not`,
  };
}

interface Known {
  readonly posts: Set<string>;
  readonly logins: Map<string, Owner>;
}

interface Owner {
  readonly personId: string;
  readonly name: string;
  /** Does he hold an administrator's post, now or later? */
  readonly isAdmin: boolean;
}

async function readKnown(client: PoolClient, cityId: number, today: string): Promise<Known> {
  const posts = await client.query<{ code: string }>('select code from post where city_id = $1', [
    cityId,
  ]);
  const logins = await client.query<Owner & { login: string }>(
    `select a.login, a.person_id as "personId", p.name, exists (
       select 1 from holding h join post o on o.city_id = h.city_id and o.id = h.post_id
       where h.city_id = a.city_id and h.person_id = a.person_id and o.role = any($2)
         and (h.to_on is null or h.to_on >= $3)) as "isAdmin"
     from account a join person p on p.city_id = a.city_id and p.id = a.person_id
     where a.city_id = $1`,
    [cityId, ADMIN_ROLES, today],
  );
  return {
    posts: new Set(posts.rows.map((row) => row.code)),
    logins: new Map(logins.rows.map((row) => [row.login, row])),
  };
}
