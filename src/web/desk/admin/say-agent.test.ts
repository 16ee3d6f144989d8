import { expect, test } from 'vitest';
import { sayAgent } from './say-agent.ts';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36';

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/109.0.1518.78`, 'Edge · Windows 10/11'],
  [`Mozilla/5.0 (Windows NT 6.1; WOW64) ${CHROME} QIHU 360SE`, '360 浏览器 · Windows 7'],
  [`Mozilla/5.0 (X11; Linux x86_64; UOS) ${CHROME}`, 'Chrome · 统信 UOS'],
  [`Mozilla/5.0 (Linux; Android 13; V2049A) ${CHROME} MicroMessenger/8.0.47`, '微信 · 安卓'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0', 'Firefox · Linux'],
  ['curl/8.5.0', '程序'],
])('%s', (agent, spoken) => {
  expect(sayAgent(agent, 'zh')).toBe(spoken);
});

test('what nobody knows is not guessed', () => {
  expect(sayAgent('', 'zh')).toBeUndefined();
  expect(sayAgent('Zonk', 'en')).toBeUndefined();
});
