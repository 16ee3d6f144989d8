import { queryOptions } from '@tanstack/react-query';
import type { Found } from '#web/kit/combobox.tsx';
import { call } from './call.ts';
import { calls } from './calls.ts';

const PAUSE_MS = 150;

/** Units by name, short name or code; before anything is typed, the city's own. */
export async function searchUnits(text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const q = text.trim();
  if (q === '') {
    const { units: roots } = await call(calls.listUnits, {}, { signal });
    const [root] = roots;
    if (root === undefined) return [];
    const { units } = await call(calls.listUnits, { parent: root.id }, { signal });
    return [root, ...units].map((unit) => ({ id: unit.id, name: unit.name }));
  }
  // One types faster than one means: only the last of a burst is asked.
  await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  if (signal.aborted) return [];
  const { units } = await call(calls.searchUnits, { q }, { signal });
  return units.map((unit) => ({
    id: unit.id,
    name: unit.name,
    detail: unit.shortName === unit.name ? undefined : unit.shortName,
  }));
}

/** One unit, for the name behind an id in an address. */
export function unitQuery(id: string | undefined) {
  return queryOptions({
    queryKey: ['unit', id],
    queryFn: ({ signal }) => call(calls.getUnit, { id: id ?? '' }, { signal }),
    enabled: id !== undefined,
    staleTime: 600_000,
  });
}
