import { roomWords } from '#web/words/room-words.ts';

/** 问卷 */
export const surveyWords = roomWords({
  zh: async () => (await import('#web/words/rooms/survey-zh.ts')).surveyZh,
  en: async () => (await import('#web/words/rooms/survey-en.ts')).surveyEn,
});
