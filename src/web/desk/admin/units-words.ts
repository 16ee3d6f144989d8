import { roomWords } from '#web/words/room-words.ts';

/** The words of changing units. */
export const unitsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/units-zh.ts')).unitsZh,
  en: async () => (await import('#web/words/rooms/units-en.ts')).unitsEn,
});
