import { expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '#domain/org/actor.ts';
import { DOCUMENT_DEEDS, DOCUMENT_STATES, type DocumentState } from './document-life.ts';
import { documentObjection, documentPost, openDocumentDeeds } from './policy.ts';

const BUT_DOWN = DOCUMENT_DEEDS.filter((deed) => deed !== 'hand_down');

function place(state: DocumentState) {
  return { unitId: 'u1.4.', path: '1.4.', state };
}

function holder(role: Role, path: string, linked: readonly string[] = []): Actor {
  const post = { postId: 'p', unitId: `u${path}`, path, linked, role, acting: false };
  return { cityId: 1, accountId: 'a', personId: 'x', posts: [post] };
}

function open(role: Role, path: string, linked: readonly string[] = []): string[] {
  return openDocumentDeeds(holder(role, path, linked), place('open'));
}

test('the office over the unit does everything with its documents, by territory or by line', () => {
  expect(open('office', '1.4.')).toEqual([...DOCUMENT_DEEDS]);
  expect(open('office', '1.')).toEqual([...DOCUMENT_DEEDS]);
  expect(open('office', '1.7.', ['1.4.'])).toEqual([...DOCUMENT_DEEDS]);
  expect(open('office', '1.4.6.')).toEqual([]);
  expect(open('office', '1.5.')).toEqual([]);
});

test('whoever keeps the papers of the unit itself decides all but the handing down', () => {
  for (const role of ['liaison', 'handler', 'leader'] as const) {
    expect(open(role, '1.4.')).toEqual(BUT_DOWN);
    expect(open(role, '1.')).toEqual([]);
    expect(open(role, '1.4.6.')).toEqual([]);
  }
});

test('no other role decides anything', () => {
  const others = ROLES.filter((role) => !['office', 'liaison', 'handler', 'leader'].includes(role));
  for (const role of others)
    for (const path of ['1.', '1.4.']) expect(open(role, path)).toEqual([]);
});

test('only an open document is decided on; that a post is lacking is said first', () => {
  const told = (role: Role) =>
    DOCUMENT_STATES.map((state) => documentObjection(holder(role, '1.4.'), 'decide', place(state)));
  expect(DOCUMENT_STATES).toEqual(['reading', 'open', 'failed', 'superseded']);
  expect(told('liaison')).toEqual([
    'document-reading',
    undefined,
    'document-reading',
    'document-superseded',
  ]);
  expect(told('auditor')).toEqual(DOCUMENT_STATES.map(() => 'not-allowed'));
  expect(documentPost(holder('liaison', '1.4.'), 'decide', place('open'))?.postId).toBe('p');
  expect(documentPost(holder('liaison', '1.4.'), 'hand_down', place('open'))).toBeUndefined();
});
