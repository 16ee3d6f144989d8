import { expect, test } from 'vitest';
import { issuerOf } from './issuer.ts';

test('a red head names the organ and the number', () => {
  const text = '云溪市人民政府文件\n云政发〔2026〕12号\n关于印发2026年重点工作的通知\n各县：…';
  expect(issuerOf(text, '关于印发2026年重点工作的通知')).toEqual({
    organ: '云溪市人民政府',
    no: '云政发〔2026〕12号',
  });
});

test('the title names the organ', () => {
  const title = '云溪市人民政府办公室关于做好防汛工作的通知';
  expect(issuerOf(`${title}\n正文`, title).organ).toBe('云溪市人民政府办公室');
});

test('the signature before the date names it', () => {
  expect(
    issuerOf(
      '关于开展大讨论的通知\n正文很长。\n云溪市委办公室\n2026年3月1日',
      '关于开展大讨论的通知',
    ).organ,
  ).toBe('云溪市委办公室');
});

test('nothing names it', () => {
  expect(issuerOf('政府工作报告\n各位代表：', '政府工作报告')).toEqual({ organ: '', no: '' });
});
