import { roomWords } from '#web/words/room-words.ts';

export const keysWords = roomWords({
  zh: async () => (await import('#web/words/rooms/keys-zh.ts')).keysZh,
  en: async () => (await import('#web/words/rooms/keys-en.ts')).keysEn,
});
