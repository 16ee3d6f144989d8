import { roomWords } from '#web/words/room-words.ts';

export const documentsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/documents-zh.ts')).documentsZh,
  en: async () => (await import('#web/words/rooms/documents-en.ts')).documentsEn,
});
