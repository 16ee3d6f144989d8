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

async function read(type: string, body: string | Blob | FormData): Promise<unknown> {
  const headers = type === '' ? {} : { 'content-type': type };
  const sent = new Request('http://localhost/say', { method: 'POST', headers, body });
  return await readForm(sent).catch((error: unknown) =>
    error instanceof FormFault ? error.message : error,
  );
}

test('a form as a browser sends it: words, several of a name, a file with its name, none chosen', async () => {
  const form = new FormData();
  form.append('words', '路灯“坏”了\n一盏&=+%');
  form.append('tag', '1');
  form.append('tag', '');
  form.append('__proto__', 'x');
  form.append('photo', new File([Buffer.from('\r\n--xyz\r\n')], '照"片.jpg'));
  const { typed, photos } = (await read('', form)) as Awaited<ReturnType<typeof readForm>>;
  expect(Object.entries(typed)).toEqual([
    ['words', ['路灯“坏”了\n一盏&=+%']],
    ['tag', ['1', '']],
    ['__proto__', ['x']],
  ]);
  expect(photos.map(({ name, size }) => [name, size])).toEqual([['照"片.jpg', 9]]);
  expect(await photos[0]?.text()).toBe('\r\n--xyz\r\n');
  const none = '--xyz\r\nContent-Disposition: form-data; name="p"; filename=""\r\n\r\n\r\n--xyz--';
  expect(await read(TYPE, none)).toEqual({ typed: {}, photos: [] });
  const pairs = 'words=%E8%B7%AF+%E7%81%AF&tag=1&tag=';
  expect(await read('application/x-www-form-urlencoded', pairs)).toEqual({
    typed: { words: ['路 灯'], tag: ['1', ''] },
    photos: [],
  });
});

test.each([
  ['cut off', TYPE, '--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'],
  ['without a name', TYPE, '--xyz\r\nContent-Disposition: form-data\r\n\r\nb\r\n--xyz--'],
  ['without a boundary', 'multipart/form-data', '--xyz--'],
  [
    'with a boundary as long as a form',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
    `--${'x'.repeat(71)}--`,
  ],
  ['with a head as long as a form', TYPE, `--xyz\r\n${'x-a: b\r\n'.repeat(1000)}\r\n\r\n--xyz--`],
  ['of thousands of fields', TYPE, `${field('a', '').repeat(2001)}--xyz--`],
  ['of thousands of pairs', 'application/x-www-form-urlencoded', 'a&'.repeat(2001)],
  ['of another kind', 'application/json', '{}'],
])('a form %s is none', async (_, type, body) => {
  expect(await read(type, body)).toBe('unreadable');
});
