import { isChrome } from './chrome.ts';

/**
 * The words of a text without their layout (只看字词): what a .docx, the .pdf made of it and the web page of
 * it have in common. Line breaks, blanks, marks and their width, page numbers and what a web page puts
 * around are left out; a decimal point and a sign of percent are not.
 */
export function wordsAlone(text: string): string {
  return text
    .normalize('NFKC')
    .split(/[\r\n\f]+/u)
    .map((line) => line.trim())
    .filter((line) => !isChrome(line) && !PAGE_NUMBER.test(line))
    .join('')
    .replaceAll(NO_WORD, '');
}

const PAGE_NUMBER = /^(?:[-—–·\s]*\d{1,4}[-—–·\s]*|第\s?\d{1,4}\s?页(?:\s?共\s?\d{1,4}\s?页)?)$/u;
const NO_WORD = /(?<!\d)\.|\.(?!\d)|[^\p{L}\p{N}.%‰]/gu;
