import { roomWords } from '#web/words/room-words.ts';

export const importingWords = roomWords({
  zh: async () => (await import('#web/words/rooms/importing-zh.ts')).importingZh,
  en: async () => (await import('#web/words/rooms/importing-en.ts')).importingEn,
});
