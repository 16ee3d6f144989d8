import { expect, test } from 'vitest';
import { mayCall } from './call-back.ts';

const FACTS = { handledBy: ['水务局', '柳河镇'], handlers: ['陈桥'] };

test.each([
  ['somebody of a unit that had no part', { personId: '林小满', units: ['督查室'] }, true],
  ['nobody of a unit that handled it', { personId: '林小满', units: ['柳河镇'] }, false],
  ['nor by another of his posts', { personId: '林小满', units: ['督查室', '水务局'] }, false],
  [
    'nor the person who handled it, from a unit without a part',
    { personId: '陈桥', units: ['督查室'] },
    false,
  ],
])('%s calls', (_, caller, may) => {
  expect(mayCall(caller, FACTS)).toBe(may);
});
