const SHORTEST = 8;
const LONGEST = 60;
const MARK = /[，；：。！？]/;

/**
 * What a task is called (任务名称): the first clause of its sentence, further ones while it says too
 * little, cut at 60 characters. Empty for a stretch without words.
 */
export function taskTitle(sentence: string): string {
  const text = sentence
    .trim()
    .replace(/^[一二三四五六七八九十]{1,2}是(?:要)?/, '')
    .replace(/^（[一二三四五六七八九十\d]{1,3}）/, '')
    .replace(
      /（(?:[^（）]|（[^）]*）)*(?:牵头|责任|配合|负责)(?:[^（）]|（[^）]*）)*）[。；]?$/,
      '',
    );
  let end = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && !MARK.test(text[at] ?? '')) continue;
    end = at;
    if (at >= SHORTEST) break;
  }
  const title = text.slice(0, end).replace(/[，；：。！？]+$/, '');
  return title.length <= LONGEST ? title : `${title.slice(0, LONGEST - 1)}…`;
}
