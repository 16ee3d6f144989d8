import type { VisitWords } from './visit-zh.ts';

/** Visit notes, on a phone */
export const visitEn: VisitWords = {
  title: 'Visit note',
  lead: 'What was raised, what help is wanted, what came of it. No check-in, no photo, no count of visits.',
  kind: 'Where you went',
  kinds: { enterprise: 'Enterprise', village: 'Village', household: 'Household' },
  raised: 'What was raised',
  raisedHint:
    'The matter only. The conduct of a unit or an official is not written here; let them scan the code and say it themselves.',
  help: 'What help is wanted (optional)',
  place: 'Where (optional)',
  outcome: 'What came of it',
  outcomes: {
    settled: 'Settled on the spot',
    voice: 'A voice, for the desk to handle',
    problem: 'A problem for the ledger',
  },
  settled: 'How it was settled',
  settledHint: 'Needed when it was settled on the spot',
  contact: 'How to reach them (optional)',
  contactHint: 'Sealed: nobody sees it; the outcome is passed on by it.',
  send: 'Write it down',
  done: 'Written down',
  became: (no) => `No. ${no}`,
  code: 'Tracking code, for them; shown this once:',
  another: 'Another one',
  needSettled: 'Say how it was settled',
};
