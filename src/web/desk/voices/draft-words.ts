import { roomWords } from '#web/words/room-words.ts';

export const draftsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/drafts-zh.ts')).draftsZh,
  en: async () => (await import('#web/words/rooms/drafts-en.ts')).draftsEn,
});
