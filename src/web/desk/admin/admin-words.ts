import { roomWords } from '#web/words/room-words.ts';

export const adminWords = roomWords({
  zh: async () => (await import('#web/words/rooms/admin-zh.ts')).adminZh,
  en: async () => (await import('#web/words/rooms/admin-en.ts')).adminEn,
});
