/** 识别中, 可核对, 读不成, 已有新版本. Decisions are made on `open` documents only. */
export const DOCUMENT_STATES = ['reading', 'open', 'failed', 'superseded'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** What can be done with a document, beside reading it. */
export const DOCUMENT_DEEDS = [
  'decide',
  'assign',
  'hand_down',
  'correct',
  'revise',
  'ask_model',
] as const;
export type DocumentDeed = (typeof DOCUMENT_DEEDS)[number];
