import type { Lang } from './lang.ts';
import type { Messages } from './zh.ts';

/** One language is fetched, the other never. */
export async function loadMessages(lang: Lang): Promise<Messages> {
  return lang === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en;
}
