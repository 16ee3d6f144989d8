import type { handOverZh } from './hand-over-zh.ts';

export const handOverEn: typeof handOverZh = {
  title: 'Photos by phone',
  how: 'Scan with the phone’s camera; the photos go straight to this entry.',
  code: 'Code: opens the upload page on a phone',
  once: (time) =>
    `Works once, until ${time}. Whoever scans it need not sign in: show it in person.`,
  waiting: 'Waiting for the phone…',
  came: (n) => `${n} photos have come`,
  over: 'The code is over',
  again: 'New code',
  done: 'Done',
  local:
    'You opened this by the address of this machine, which a phone cannot reach. Open the desk by its network address.',
};
