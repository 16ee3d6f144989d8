import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { MOVE_OPERATIONS } from '#contract/entry-moves.ts';
import { raiseEntry } from '#contract/list-moves.ts';
import { zh } from '#web/words/zh.ts';
import type { MadeMove } from '../api/calls.ts';
import type { Draft } from './field-spec.ts';
import { moveFields } from './move-fields.ts';
import { raiseFields } from './raise-fields.ts';
import { asked, faultsOf, inputOf, linesOf } from './move-input.ts';

const ID = '01936b2e-7c1a-7000-8000-000000000001';
const CATEGORIES = [{ value: 'c1', label: '思想僵化' }];
const ENTRY = {
  kind: 'problem',
  measures: [{ id: ID, kind: 'measure', text: '修好路灯' }],
} as const;

/** A draft with something in every field, as somebody would fill it. */
function filled(move: MadeMove, deadlineKind: string): Draft {
  const fields = moveFields(move, ENTRY, zh, CATEGORIES);
  const text: Record<string, string> = {};
  for (const field of fields) {
    if (field.kind === 'radio' || field.kind === 'select')
      text[field.name] =
        field.name === 'deadlineKind' ? deadlineKind : (field.options[0]?.value ?? '');
    else if (field.kind === 'percent') text[field.name] = '45';
    else if (field.kind === 'day') text[field.name] = '2026-12-31';
    else text[field.name] = '1、更换灯头\n2、加强巡查';
  }
  const unit = [{ id: ID, name: '市城市管理局' }];
  return {
    text,
    flags: { isKey: true },
    units: { lead: unit, co: unit, unit, into: unit, by: unit },
    lists: { done: [ID] },
    milestones: [{ day: '2027-06-30', text: '半年回头看' }],
  };
}

const MOVES = Object.keys(MOVE_OPERATIONS) as MadeMove[];

test.each(MOVES)('a filled form of %s is what the contract takes', (move) => {
  for (const deadlineKind of ['date', 'at_once', 'long_term']) {
    const draft = filled(move, deadlineKind);
    const fields = moveFields(move, ENTRY, zh, CATEGORIES);
    expect(faultsOf(fields, draft, zh)).toEqual([]);
    const request = move === 'decide' || move === 'withdraw' ? { request: ID } : {};
    const sent = { id: ID, version: 3, ...request, ...inputOf(fields, draft) };
    const parsed = z.safeParse(MOVE_OPERATIONS[move].input, sent);
    expect(parsed.error?.issues ?? []).toEqual([]);
  }
});

test.each(MOVES)('an empty form of %s says each thing that is missing', (move) => {
  const fields = moveFields(move, ENTRY, zh, CATEGORIES);
  const missing = faultsOf(fields, {}, zh).map((fault) => fault.name);
  const needed = asked(fields, {}).filter((field) => field.needed === true);
  expect(missing).toEqual(needed.map((field) => field.name));
});

test('a problem can be raised with its title, source and level alone', () => {
  const fields = raiseFields('problem', zh, CATEGORIES);
  const draft: Draft = { text: { title: '路灯不亮', source: 'hotline', level: 'unit' } };
  expect(faultsOf(fields, draft, zh)).toEqual([]);
  const sent = { kind: 'problem', ...inputOf(fields, draft) };
  expect(z.safeParse(raiseEntry.input, sent).success).toBe(true);
});

test('numbers before a line fall away, numbers inside it stay', () => {
  expect(linesOf('1、更换灯头\n（2）巡查\n\n3. 公示\n3.5 公里路面修复\n12 盏灯')).toEqual([
    '更换灯头',
    '巡查',
    '公示',
    '3.5 公里路面修复',
    '12 盏灯',
  ]);
});
