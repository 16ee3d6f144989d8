import type { draftsZh } from './drafts-zh.ts';

/** Draft answers */
export const draftsEn: typeof draftsZh = {
  title: 'Draft answer',
  has: 'Draft answer',
  hint: 'Only who may answer this voice sees it; its reporter does once it is published.',
  version: (n) => `version ${n}`,
  keep: 'Keep as draft',
  kept: (n) => `Version ${n} kept`,
  edit: 'Change or publish',
  drop: 'Drop the draft',
  dropped: 'Draft dropped',
  restore: 'Bring it back',
  choose: (no) => `Choose ${no}`,
  chooseThis: 'Choose this one, or not',
  chosen: (n) => `${n} chosen`,
  chooseAll: (n) => `Choose all that may be answered, of ${n}`,
  chooseFirst: (n) => `Choose all that may be answered, of the first ${n}`,
  chooseNone: 'Choose none',
  draftMany: (n) => `Draft an answer to ${n}`,
  draftManyHint:
    'The same words are kept as the draft of each; where one is there, they become its new version.',
  publish: (n) => `Publish ${n} drafts`,
  publishHint:
    'Each by itself; reporters then see it by their codes, and it cannot be taken back. What changed since it was chosen is not published, and you are told.',
  cannot: (n) => `For ${n} of the chosen this is not open now; they are left out.`,
};
