import type { Found } from '#web/kit/combobox.tsx';
import { call } from './call.ts';
import { calls } from './calls.ts';

/** Entries by number or words, for choosing one of them. */
export async function searchEntries(text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const { items } = await call(
    calls.listEntries,
    { ...(text.trim() === '' ? {} : { text: text.trim() }), limit: 20, sort: 'newest' },
    { signal },
  );
  return items.map((row) => ({ id: row.id, name: row.title, detail: row.no }));
}
