import type * as z from 'zod/v4/core';
import { DAY_FORM } from '#contract/fields.ts';
import { Refusal } from '#domain/refusal.ts';

/** What is wrong with one field of a request, in both languages. */
export interface InputFault {
  /** Where: `title`, `measures.0.text`. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  string: ['文字', 'text'],
  number: ['数字', 'a number'],
  int: ['整数', 'a whole number'],
  boolean: ['true 或 false', 'true or false'],
  array: ['列表', 'a list'],
  object: ['对象', 'an object'],
};
const SHOWN = 12;

/** A request that is not what the contract asks for. */
export class InputRefusal extends Refusal {
  override name = 'InputRefusal';
  readonly faults: readonly InputFault[];
  constructor(issues: readonly z.$ZodIssue[]) {
    const faults = faultsOf(issues);
    super('invalid', { where: faults.map(({ path }) => path).join(', ') });
    this.faults = faults;
  }
}

/** A field that is not known is a fault of its own. */
function faultsOf(issues: readonly z.$ZodIssue[]): InputFault[] {
  return issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, ...reasonOf(issue) }];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      zh: '没有这一项',
      en: 'there is no such field',
    }));
  });
}

function reasonOf(issue: z.$ZodIssue): { zh: string; en: string } {
  if (issue.code === 'invalid_type') {
    const [zh, en] = KINDS[issue.expected] ?? [issue.expected, issue.expected];
    return { zh: `须填写，应为${zh}`, en: `needed, as ${en}` };
  }
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String));
  if (issue.code === 'too_big') return amount(issue.origin, ['最多', 'at most'], issue.maximum);
  if (issue.code === 'too_small') return amount(issue.origin, ['至少', 'at least'], issue.minimum);
  if (issue.message === DAY_FORM)
    return {
      zh: '不是日历上有的日子，写成 2026-06-30',
      en: 'no day of the calendar; write 2026-06-30',
    };
  return { zh: '不符合要求的格式', en: 'not in the form asked for' };
}

function oneOf(values: readonly string[]): { zh: string; en: string } {
  const shown = values.slice(0, SHOWN);
  const more = values.length > SHOWN;
  return {
    zh: `应为 ${shown.join('、')} ${more ? '等' : ''}之一`,
    en: `one of ${shown.join(', ')}${more ? ', …' : ''}`,
  };
}

function amount(
  origin: string,
  [zh, en]: readonly [string, string],
  limit: number | bigint,
): { zh: string; en: string } {
  if (origin === 'string') return { zh: `${zh} ${limit} 个字`, en: `${en} ${limit} characters` };
  if (origin === 'array') return { zh: `${zh} ${limit} 项`, en: `${en} ${limit} items` };
  return { zh: `${zh}为 ${limit}`, en: `${en} ${limit}` };
}
