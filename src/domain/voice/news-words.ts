/** What is told outside: that there is news, by whom, and where to look. Nothing of the matter itself, ever. */
export const NEWS_WORDS = {
  zh: {
    subject: (sign: string) => `【${sign}】有新进展`,
    text: (sign: string, page: string) =>
      `【${sign}】您反映的事有新进展，请打开 ${page} ，输入查询码查看。`,
  },
  en: {
    subject: (sign: string) => `[${sign}] There is news`,
    text: (sign: string, page: string) =>
      `[${sign}] There is news on what you told us: open ${page} and type in your tracking code.`,
  },
} as const;
