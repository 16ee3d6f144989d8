import { roomWords } from '#web/words/room-words.ts';

export const distilWords = roomWords({
  zh: async () => (await import('#web/words/rooms/distil-zh.ts')).distilZh,
  en: async () => (await import('#web/words/rooms/distil-en.ts')).distilEn,
});
