import { queryOf } from './call.ts';

/** What stands behind the ? of an address, as the pages take it: plain words, lists as repeats. */
export function parseSearch(text: string): Record<string, unknown> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else fields[name] = [...(Array.isArray(before) ? before : [before]), value];
  }
  return fields;
}

export function writeSearch(fields: Record<string, unknown>): string {
  return queryOf(fields);
}
