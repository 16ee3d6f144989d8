import { roomWords } from '#web/words/room-words.ts';

export const voicesWords = roomWords({
  zh: async () => (await import('#web/words/rooms/voices-zh.ts')).voicesZh,
  en: async () => (await import('#web/words/rooms/voices-en.ts')).voicesEn,
});
