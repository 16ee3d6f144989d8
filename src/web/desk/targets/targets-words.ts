import { roomWords } from '#web/words/room-words.ts';
import type { targetsZh } from '#web/words/rooms/targets-zh.ts';

export type TargetsWords = typeof targetsZh;

/** The words of the room of targets. */
export const targetsWords = roomWords<TargetsWords>({
  zh: async () => (await import('#web/words/rooms/targets-zh.ts')).targetsZh,
  en: async () => (await import('#web/words/rooms/targets-en.ts')).targetsEn,
});
