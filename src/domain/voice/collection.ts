/** A campaign asks for opinions within a window (征集): before it, in it, after it or ended ahead of time. */
export const COLLECTION_STATES = ['coming', 'open', 'over'] as const;
export type CollectionState = (typeof COLLECTION_STATES)[number];

export interface CollectionWindow {
  readonly fromOn: string;
  readonly toOn: string;
  readonly ended: boolean;
}

/** Both days are in it. What is said outside it is a voice like any other, only not of this campaign. */
export function collectionState(window: CollectionWindow, today: string): CollectionState {
  if (window.ended || today > window.toOn) return 'over';
  return today < window.fromOn ? 'coming' : 'open';
}

/** Characters of a campaign's code (征集码): what can be read aloud and typed without a mistake. It is no secret. */
export const COLLECTION_ALPHABET = '23456789ACEFHJKMNPRTWXY';
export const COLLECTION_CODE = /^[2-9ACEFHJKMNPRTWXY]{8}$/;

/** The code as somebody typed or scanned it; undefined when it cannot be one. */
export function readCollectionCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return COLLECTION_CODE.test(code) ? code : undefined;
}
