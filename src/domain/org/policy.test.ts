import { expect, test } from 'vitest';
import { type Actor, ADMIN_ROLES, BUSINESS_ROLES, ROLES, type Role, rolesClash } from './actor.ts';
import { ORG_DEEDS, type OrgPlace, openOrgDeeds, orgObjection, orgPost } from './policy.ts';

const PLACE = { path: '1.4.' };
const APPOINTING = ['post.create', 'post.close', 'holding.start', 'holding.end', 'person.leave'];

/** Somebody who holds this post and, before it, one that opens nothing. */
function holder(role: Role, path: string, linked: readonly string[] = []): Actor {
  const other = { postId: 'other', unitId: 'u1.9.', path: '1.9.', linked: [], acting: false };
  return {
    cityId: 1,
    accountId: 'a',
    personId: 'x',
    posts: [
      { ...other, role: 'auditor' },
      { postId: 'own', unitId: `u${path}`, path, linked, role, acting: false },
    ],
  };
}

function open(who: Actor, place: OrgPlace = PLACE): string[] {
  return openOrgDeeds(who, ORG_DEEDS, place);
}

test('the office over a place arranges it, by territory alone', () => {
  expect(open(holder('office', '1.4.'))).toEqual([...ORG_DEEDS]);
  expect(open(holder('office', '1.'))).toEqual([...ORG_DEEDS]);
  // Whoever is to be given a post must first be entered as a person, wherever that is done.
  expect(open(holder('office', '1.4.6.'))).toEqual(['person.create']);
  expect(open(holder('office', '1.7.', ['1.4.']))).toEqual(['person.create']);
});

test('the security administrator appoints everywhere and arranges nothing; no other role does either', () => {
  const security = ORG_DEEDS.filter(
    (deed) => APPOINTING.includes(deed) || deed === 'person.create',
  );
  expect(open(holder('security_admin', '1.'))).toEqual(security);
  for (const role of ROLES.filter((one) => one !== 'office' && one !== 'security_admin'))
    expect(open(holder(role, '1.'))).toEqual([]);
});

test('posts of administrators are the security administrator’s alone', () => {
  for (const role of ROLES) {
    const place = { ...PLACE, role };
    const isAdmin = (ADMIN_ROLES as readonly Role[]).includes(role);
    const byOffice = open(holder('office', '1.'), place);
    for (const deed of APPOINTING) expect(byOffice.includes(deed as never)).toBe(!isAdmin);
    expect(open(holder('security_admin', '1.'), place)).toEqual(expect.arrayContaining(APPOINTING));
  }
});

test('nobody appoints or dismisses himself, whatever he holds', () => {
  for (const deed of ORG_DEEDS)
    for (const role of ['office', 'security_admin'] as const) {
      expect(orgObjection(holder(role, '1.'), deed, { ...PLACE, personId: 'x' })).toBe('own-post');
      const other = orgObjection(holder(role, '1.'), deed, { ...PLACE, personId: 'y' });
      expect(other).toBe(open(holder(role, '1.')).includes(deed) ? undefined : 'not-allowed');
    }
});

test('what is open names the post by which it is done', () => {
  for (const role of ROLES)
    for (const deed of ORG_DEEDS)
      expect(orgPost(holder(role, '1.'), deed, PLACE)?.postId).toBe(
        open(holder(role, '1.')).includes(deed) ? 'own' : undefined,
      );
});

test('one person holds one administrator’s role alone, or any business roles', () => {
  for (const admin of ADMIN_ROLES) {
    expect(rolesClash([admin])).toBe(false);
    expect(rolesClash([admin, admin])).toBe(false);
    for (const other of ROLES.filter((role) => role !== admin)) {
      expect(rolesClash([admin, other])).toBe(true);
      expect(rolesClash([other, admin])).toBe(true);
    }
  }
  expect(rolesClash([...BUSINESS_ROLES])).toBe(false);
  expect(rolesClash([])).toBe(false);
});
