import type { Messages } from '#web/words/zh.ts';
import { Problem } from './call.ts';

/** What to tell about an error: the server's own sentence where it has one. */
export function problemText(error: unknown, w: Messages): string {
  if (!(error instanceof Problem)) return w.kit.unexpected;
  if (error.code === 'offline') return w.kit.offline;
  return error.message === '' ? w.kit.unexpected : error.message;
}
