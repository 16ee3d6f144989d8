export type Lang = 'zh' | 'en';

const KEPT_UNDER = 'luoshi.lang';

/** The language of the screen: what was chosen here before, else Chinese unless the browser asks for English first. */
export function chosenLang(): Lang {
  const kept = localStorage.getItem(KEPT_UNDER);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.startsWith('en') ? 'en' : 'zh';
}

export function keepLang(lang: Lang): void {
  localStorage.setItem(KEPT_UNDER, lang);
}
