import type * as contract from '#contract/sign-in.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { Role } from '#domain/org/actor.ts';
import { normalLogin, passwordObjection } from '#domain/org/password.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { hashOfWord, newSecretWord } from '#platform/identity/secret-word.ts';
import { guarded } from '#platform/identity/throttle.ts';
import { addAccount } from './add-account.ts';
import { ensureCity } from './ensure-city.ts';
import { giveHolding } from './holdings.ts';
import { invite, takeWord } from './invitation.ts';
import { type OrgChange, recordOrg } from './org-event.ts';
import { addPerson } from './person-store.ts';
import { addPost } from './post-store.ts';

const HOUR = 60 * 60 * 1000;
const SET_UP_LASTS = 24 * HOUR;

/** Is there anybody who can sign in? */
export async function isSetUp(db: Db, cityId: number): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('city_id', '=', cityId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The one-time word that opens the first set-up (初始设置口令), good for a day; the one of an earlier
 * start is void. Undefined once there is an account: there is no default account, and no second set-up.
 */
export async function newSetUpWord(db: Db, cityId: number, now: Date): Promise<string | undefined> {
  if (await isSetUp(db, cityId)) return undefined;
  const word = newSecretWord();
  await db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('one_time_token')
      .where('city_id', '=', cityId)
      .where('purpose', '=', 'setup')
      .execute();
    await tx
      .insertInto('one_time_token')
      .values({
        city_id: cityId,
        token_hash: hashOfWord(word),
        purpose: 'setup',
        created_at: now,
        ends_at: new Date(now.getTime() + SET_UP_LASTS),
      })
      .execute();
  });
  return word;
}

/**
 * First set-up: the city and its three administrators, each a person of his own. The one who types
 * chooses only his own password; the other two get one-time words.
 */
export async function setUp(
  call: Direct,
  input: InputOf<typeof contract.setUp>,
): Promise<Sent<typeof contract.setUp.output>> {
  const { db, cityId, now } = call;
  const { securityAdmin, systemAdmin, auditAdmin } = input;
  if (await isSetUp(db, cityId)) throw new Refusal('already-set-up');
  insist(passwordObjection(securityAdmin.password, { ...securityAdmin, cityName: input.cityName }));
  const passwordHash = await hashPassword(securityAdmin.password);
  const guess = { cityId, target: `word ${hashOfWord(input.word)}`, from: call.from };
  const done = await guarded(db, guess, now, () =>
    db.transaction().execute(async (tx) => {
      const at = { tx, cityId, now };
      if ((await takeWord(at, input.word, 'setup')) === undefined) return undefined;
      const rootId = await ensureCity(at, input.cityName);
      await appoint(at, rootId, 'security_admin', { ...securityAdmin, passwordHash });
      const system = await appoint(at, rootId, 'system_admin', systemAdmin);
      const audit = await appoint(at, rootId, 'audit_admin', auditAdmin);
      await recordOrg(at, { kind: 'city.set_up', payload: { name: input.cityName } });
      return {
        systemAdmin: { login: system.login, word: (await invite(at, system.id)).word },
        auditAdmin: { login: audit.login, word: (await invite(at, audit.id)).word },
      };
    }),
  );
  if (done === undefined) throw new Refusal('word-expired');
  return done;
}

const ADMIN_POSTS = {
  security_admin: '安全管理员',
  system_admin: '系统管理员',
  audit_admin: '审计管理员',
} as const satisfies Partial<Record<Role, string>>;

async function appoint(
  at: OrgChange,
  unitId: string,
  role: keyof typeof ADMIN_POSTS,
  who: { readonly name: string; readonly login: string; readonly passwordHash?: string },
): Promise<{ id: string; login: string }> {
  const personId = await addPerson(at, { name: who.name });
  const postId = await addPost(at, { unitId, code: role, name: ADMIN_POSTS[role], role });
  await giveHolding(at, { postId, personId, acting: false, fromOn: dayOf(at.now) });
  const login = normalLogin(who.login);
  const id = await addAccount(at, { personId, login, passwordHash: who.passwordHash });
  return { id, login };
}
