import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { safeParse } from 'zod/v4/core';
import { Day } from '#contract/fields.ts';
import { InputRefusal } from './input-faults.ts';
import { quickSchema } from './quick-schema.ts';

const Asked = z.strictObject({
  state: z.optional(z.array(z.enum(['draft', 'listed']))),
  percent: z.optional(z.int().check(z.gte(0), z.lte(100))),
  title: z.string().check(z.minLength(2), z.maxLength(4)),
  on: z.optional(Day),
  at: z.optional(z.iso.datetime()),
});

test.each([
  [{ title: '修渠', stat: 1 }, 'stat', '没有这一项', 'there is no such field'],
  [{ title: '修渠', state: ['x'] }, 'state.0', '应为 draft、listed 之一', 'one of draft, listed'],
  [{ title: '修渠', percent: 101 }, 'percent', '最多为 100', 'at most 100'],
  [{ title: '修渠', percent: '一半' }, 'percent', '须填写，应为数字', 'needed, as a number'],
  [{}, 'title', '须填写，应为文字', 'needed, as text'],
  [{ title: '修' }, 'title', '至少 2 个字', 'at least 2 characters'],
  [{ title: '修五条大渠' }, 'title', '最多 4 个字', 'at most 4 characters'],
  [
    { title: '修渠', on: '2026-02-30' },
    'on',
    '不是日历上有的日子，写成 2026-06-30',
    'no day of the calendar; write 2026-06-30',
  ],
  [{ title: '修渠', at: '明天' }, 'at', '不符合要求的格式', 'not in the form asked for'],
])('%j', (sent, path, zh, en) => {
  for (const schema of [Asked, quickSchema(Asked)])
    expect(new InputRefusal(safeParse(schema, sent).error?.issues ?? []).faults).toEqual([
      { path, zh, en },
    ]);
});
