import type { jobsZh } from './jobs-zh.ts';

export const jobsEn: typeof jobsZh = {
  title: 'My jobs',
  lead: 'Bulk moves and imports go on in the background. Leave freely; results stay here for 30 days.',
  empty: 'No jobs yet',
  kind: {
    'bulk-move': 'Bulk move',
    'preview-import': 'Import preview',
    'run-import': 'Import',
  },
  other: 'Background job',
  state: {
    waiting: 'Waiting',
    running: 'Running',
    cancelling: 'Stopping',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Stopped',
  },
  progress: (done, total) => `${done} / ${total}`,
  outcome: (moved, refused) => `${moved} done, ${refused} refused`,
  refusals: 'Not done',
  more: (n) => `${n} more are not shown; filter the list to see them`,
  stop: 'Stop',
  stopHint: 'What is already done stays done',
  started: (n) => `${n} entries are on their way`,
  leave: 'You may close this; the progress is under My jobs.',
  all: 'See my jobs',
  close: 'Close',
};
