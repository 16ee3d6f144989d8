import { expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '#domain/org/actor.ts';
import { afterTargetMove, TARGET_MOVES, TARGET_STATES } from './lifecycle.ts';
import {
  confirmingPost,
  definingPost,
  handingPost,
  openTargetMoves,
  proposingPost,
  reportingPost,
  ruleSettingPost,
  type TargetFacts,
  targetObjection,
  targetPost,
  type UnitPlace,
} from './policy.ts';

const CITY = unit('1.');
const COUNTY = unit('1.4.');
const TOWN = unit('1.4.6.');
const OTHER = unit('1.5.');
const WRITERS: readonly Role[] = ['office', 'liaison', 'handler'];

function unit(path: string): UnitPlace {
  return { unitId: `u${path}`, path };
}

/** Somebody who holds this post and, before it, one that opens nothing. */
function holder(role: Role, at: UnitPlace): Actor {
  const other = { ...OTHER, postId: 'other', role: 'auditor' as const, linked: [], acting: false };
  const own = { ...at, postId: `${role} ${at.path}`, role, linked: [], acting: false };
  return { cityId: 1, accountId: 'a', personId: 'x', posts: [other, own] };
}

/** For each holder of a post at these places, whether the rule gives him that very post. */
function admitted(
  places: readonly UnitPlace[],
  rule: (who: Actor) => { postId: string } | undefined,
) {
  return ROLES.flatMap((role) =>
    places.flatMap((place) => {
      const given = rule(holder(role, place))?.postId;
      if (given !== undefined) expect(given).toBe(`${role} ${place.path}`);
      return given === undefined ? [] : [given];
    }),
  );
}

const EVERYWHERE = [CITY, COUNTY, TOWN, OTHER];
const OWN: TargetFacts = { state: 'proposed', unit: COUNTY, handedDownBy: undefined };
const HANDED: TargetFacts = { ...OWN, handedDownBy: CITY };

test('a unit drafts its own targets by whoever writes for it; what takes effect is its office’s', () => {
  const writers = ['office 1.', 'office 1.4.', 'liaison 1.4.', 'handler 1.4.'];
  for (const move of ['amend', 'pend'] as const)
    expect(admitted(EVERYWHERE, (who) => targetPost(who, OWN, move))).toEqual(writers);
  for (const move of ['effect', 'revise', 'conclude'] as const)
    expect(admitted(EVERYWHERE, (who) => targetPost(who, OWN, move))).toEqual(writers.slice(0, 2));
  expect(admitted(EVERYWHERE, (who) => proposingPost(who, COUNTY))).toEqual(writers);
});

test('a target that was handed down is in the hands of who handed it down', () => {
  for (const move of TARGET_MOVES)
    expect(admitted(EVERYWHERE, (who) => targetPost(who, HANDED, move))).toEqual(['office 1.']);
});

test('a move is open where the state has it and the post may; that a post is lacking is said first', () => {
  const office = holder('office', CITY);
  for (const state of TARGET_STATES)
    for (const move of TARGET_MOVES) {
      const fits = afterTargetMove(state, move) !== undefined;
      const at = { ...OWN, state };
      expect(targetObjection(office, at, move)).toBe(fits ? undefined : 'move-not-allowed');
      expect(openTargetMoves(office, at).includes(move)).toBe(fits);
      expect(targetObjection(holder('auditor', CITY), at, move)).toBe('not-allowed');
    }
});

test('a target is handed down by the office over it to what lies below, and to nothing else', () => {
  const offices = ['office 1.', 'office 1.4.'];
  expect(admitted(EVERYWHERE, (who) => handingPost(who, COUNTY, TOWN))).toEqual(offices);
  for (const to of [COUNTY, CITY, OTHER])
    expect(admitted(EVERYWHERE, (who) => handingPost(who, COUNTY, to))).toEqual([]);
});

test('an indicator is defined by the post that keeps it, or for its unit', () => {
  const kept = { unit: COUNTY, ownerPost: 'inspector 1.5.' };
  expect(admitted(EVERYWHERE, (who) => definingPost(who, kept))).toEqual([
    'office 1.',
    'office 1.4.',
    'liaison 1.4.',
    'handler 1.4.',
    'inspector 1.5.',
  ]);
});

test('no unit confirms its own figures, whoever keeps the indicator; the city has nobody over it', () => {
  const confirms = (keeper: UnitPlace, of: UnitPlace, ownerPost?: string) =>
    admitted(EVERYWHERE, (who) => confirmingPost(who, { unit: keeper, ownerPost }, of));
  expect(confirms(COUNTY, TOWN)).toEqual([
    'office 1.',
    'office 1.4.',
    'liaison 1.4.',
    'handler 1.4.',
  ]);
  expect(confirms(COUNTY, COUNTY)).toEqual(['office 1.']);
  expect(confirms(CITY, COUNTY, 'leader 1.4.')).toEqual(WRITERS.map((role) => `${role} 1.`));
  expect(confirms(CITY, COUNTY, 'leader 1.5.')).toContain('leader 1.5.');
  expect(confirms(CITY, CITY)).toEqual(WRITERS.map((role) => `${role} 1.`));
});

test('who may confirm or writes for the unit reports; an office beside it does not', () => {
  const kept = { unit: CITY, ownerPost: undefined };
  expect(admitted(EVERYWHERE, (who) => reportingPost(who, kept, COUNTY))).toEqual([
    'office 1.',
    'office 1.4.',
    'liaison 1.',
    'liaison 1.4.',
    'handler 1.',
    'handler 1.4.',
  ]);
});

test('rules of pace are the city office’s, those of a campaign the office’s over its own', () => {
  expect(admitted(EVERYWHERE, (who) => ruleSettingPost(who, undefined))).toEqual(['office 1.']);
  expect(admitted(EVERYWHERE, (who) => ruleSettingPost(who, COUNTY))).toEqual([
    'office 1.',
    'office 1.4.',
  ]);
});
