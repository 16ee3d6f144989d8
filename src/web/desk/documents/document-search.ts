export interface DocumentSearch {
  /** Where in the text to go: an offset that an entry or a target has kept. */
  readonly at?: number;
  readonly tab?: 'leads' | 'changes';
}

/** What an address of the reader may say. */
export function readDocumentSearch(raw: Record<string, unknown>): DocumentSearch {
  const { at, tab } = raw;
  const offset = /^\d{1,8}$/.test(String(at)) ? Number(at) : undefined;
  return {
    ...(offset === undefined ? {} : { at: offset }),
    ...(tab === 'leads' || tab === 'changes' ? { tab } : {}),
  };
}
