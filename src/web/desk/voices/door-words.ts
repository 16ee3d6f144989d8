import { roomWords } from '#web/words/room-words.ts';

/** The doors beside the citizens' form. */
export const doorsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/doors-zh.ts')).doorsZh,
  en: async () => (await import('#web/words/rooms/doors-en.ts')).doorsEn,
});
