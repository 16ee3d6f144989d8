import { expect, test } from 'vitest';
import { FormFault, readForm } from './form.ts';

const TYPE = 'multipart/form-data; boundary=xyz';
const PHOTO =
  '--xyz\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n' +
  'A'.repeat(200_000);

function field(name: string, value: string): string {
  return `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

/** A form that announces more than may be sent. */
async function turnedAway(body: string): Promise<FormFault> {
  const request = new Request('http://localhost/m/mend', {
    method: 'POST',
    headers: { 'content-type': TYPE, 'content-length': '50000000' },
    body,
  });
  const fault = await readForm(request).catch((error: unknown) => error);
  if (!(fault instanceof FormFault)) throw new Error('the form was read');
  return fault;
}

test('what was typed above photos that are too large comes back', async () => {
  const fault = await turnedAway(
    field('note', '修好了三盏，\r\n还差 filename= 两盏𠮷') +
      field('done', '1') +
      field('done', '2') +
      PHOTO,
  );
  expect(fault.status).toBe(422);
  expect(fault.typed).toEqual({ note: ['修好了三盏，\n还差 filename= 两盏𠮷'], done: ['1', '2'] });
});

test('photos alone, and a form that makes no sense, bring nothing back and are refused all the same', async () => {
  expect((await turnedAway(PHOTO)).typed).toBeUndefined();
  expect((await turnedAway('A'.repeat(100_000))).typed).toBeUndefined();
});
