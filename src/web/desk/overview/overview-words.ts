import { roomWords } from '#web/words/room-words.ts';

/** The words of the overview and the wall. */
export const overviewWords = roomWords({
  zh: async () => (await import('#web/words/rooms/overview-zh.ts')).overviewZh,
  en: async () => (await import('#web/words/rooms/overview-en.ts')).overviewEn,
});
