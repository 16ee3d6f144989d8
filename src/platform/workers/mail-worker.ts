import { parentPort, workerData } from 'node:worker_threads';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { recognise } from '../files/recognise.ts';
import { htmlText } from '../words/html-text.ts';
import type { MailAnswer, MailQuestion } from './mail-reader.ts';

/** What anybody says in a letter stands far before this; the rest is never looked at. */
const MOST_TEXT = 200_000;

async function read({ bytes, pictures: most }: MailQuestion): Promise<MailAnswer> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxHeadersSize: 200_000 });
  const all = mail.attachments.map(bytesOf);
  const isPicture = (one: Uint8Array): boolean =>
    recognise(Buffer.from(one.subarray(0, 4096))).as === 'picture';
  return {
    subject: mail.subject ?? '',
    text: (await textOf(mail)).slice(0, MOST_TEXT),
    messageId: mail.messageId,
    name: mail.from?.name ?? '',
    address: mail.replyTo?.[0]?.address ?? mail.from?.address ?? '',
    pictures: all.filter(isPicture).slice(0, most),
    attachments: all.length,
  };
}

async function textOf(mail: Email): Promise<string> {
  if (mail.text !== undefined && mail.text.trim() !== '') return mail.text;
  return mail.html === undefined ? '' : await htmlText(new TextEncoder().encode(mail.html));
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

// What it throws ends the thread, and the letter is one that cannot be read.
parentPort?.postMessage(await read(workerData as MailQuestion), []);
