import { expect, test } from 'vitest';
import { passwordObjection } from './password.ts';

const owner = { login: 'wang.jianguo', name: '王建国', cityName: '云溪市' };

test.each([
  ['short1A!', 'password-length'],
  ['河边石桥三只鸟九', 'password-length'],
  ['x'.repeat(129), 'password-length'],
  ['aaaaaaaaaaaa', 'password-common'],
  ['123456789012', 'password-common'],
  ['password1234', 'password-common'],
  ['Passw0rdpassword!', undefined],
  ['qwertyuiop123', 'password-common'],
  ['1qaz2wsx3edc', 'password-common'],
  ['admin@123456', 'password-common'],
  ['woaini1234567', 'password-common'],
  ['wangjianguo@2026', 'password-personal'],
  ['wang.jianguo123', 'password-personal'],
  ['Jianguo-Wang-1', 'password-personal'],
  ['王建国王建国王建国王建国', 'password-personal'],
  ['云溪云溪2026云溪云溪', 'password-personal'],
  ['Luoshi@12345678', 'password-personal'],
  ['河边-石桥-三只鸟-91', undefined],
  ['correct horse battery', undefined],
  ['落实到每一个村的那条路', 'password-length'],
  ['落实到每一个村的那条路上去', undefined],
])('%s: %s', (password, objection) => {
  expect(passwordObjection(password, owner)).toBe(objection);
});
