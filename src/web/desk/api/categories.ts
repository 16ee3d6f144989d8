import type { Choice } from '#web/kit/select-field.tsx';

export interface Categories {
  readonly campaign: string | undefined;
  readonly choices: readonly Choice[];
  readonly nameOf: (code: string) => string;
}

export function useCategories(): Categories {
  return { campaign: undefined, choices: [], nameOf: (code) => code };
}
