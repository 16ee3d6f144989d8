import { expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '#domain/org/actor.ts';
import { CAMPAIGN_DEEDS, campaignObjection, campaignPost, openCampaignDeeds } from './policy.ts';

const COUNTY = { unitId: 'u1.4.', path: '1.4.' };
const OFFICE = ['campaign.create', 'campaign.set_taxonomy', 'action.require'];
const UNIT = ['action.choose', 'action.done'];

/** Somebody who holds this post and, before it, one that opens nothing. */
function holder(role: Role, path: string): Actor {
  const held = { linked: [], acting: false };
  return {
    cityId: 1,
    accountId: 'a',
    personId: 'x',
    posts: [
      { ...held, postId: 'other', unitId: 'u1.9.', path: '1.9.', role: 'auditor' },
      { ...held, postId: 'own', unitId: `u${path}`, path, role },
    ],
  };
}

/** Every deed that the rules open to him at the county's place. */
function open(role: Role, path: string): string[] {
  return openCampaignDeeds(holder(role, path), CAMPAIGN_DEEDS, COUNTY);
}

test('an office leads the campaigns of its own subtree; taxonomies are the city office’s alone', () => {
  expect(open('office', '1.4.')).toEqual([...OFFICE, ...UNIT]);
  expect(open('office', '1.')).toEqual([...OFFICE, 'taxonomy.create']);
  expect(open('office', '1.4.6.')).toEqual([]);
  expect(open('office', '1.5.')).toEqual([]);
});

test('a unit chooses and does its own actions, by whoever keeps its papers', () => {
  for (const role of ['liaison', 'handler'] as const) {
    expect(open(role, '1.4.')).toEqual(UNIT);
    expect(open(role, '1.')).toEqual([]);
    expect(open(role, '1.4.6.')).toEqual([]);
  }
});

test('no other role opens anything, wherever it is held', () => {
  const others = ROLES.filter((role) => !['office', 'liaison', 'handler'].includes(role));
  for (const role of others)
    for (const path of ['1.', '1.4.', '1.4.6.']) expect(open(role, path)).toEqual([]);
});

test('what is open names the post by which it is done; what is not names none and is refused', () => {
  for (const role of ROLES)
    for (const path of ['1.', '1.4.'])
      for (const deed of CAMPAIGN_DEEDS) {
        const may = open(role, path).includes(deed);
        const who = holder(role, path);
        expect(campaignPost(who, deed, COUNTY)?.postId).toBe(may ? 'own' : undefined);
        expect(campaignObjection(who, deed, COUNTY)).toBe(may ? undefined : 'not-allowed');
      }
});
