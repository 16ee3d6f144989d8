import { buffer } from 'node:stream/consumers';
import { serialize } from 'node:v8';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { recognise } from '../files/recognise.ts';
import { pageText } from '../words/html-text.ts';
import { asWritten } from './mail-encoding.ts';
import type { MailAnswer } from './mail-reader.ts';

/** What anybody says in a letter stands far before this; the rest is never looked at. */
const MOST_TEXT = 200_000;
/** The same of a page, whose tags are many times as long as what stands between them. */
const MOST_PAGE = 2_000_000;
/** Lines of a header are about one each; what is longer is no name, no subject and no address. */
const MOST_LINE = 2000;
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 200_000, maxRfc822NestingDepth: 2 };

interface Letter {
  readonly mail: Email;
  readonly subject: string;
  readonly text: string;
}

async function read(bytes: Uint8Array, most: number): Promise<MailAnswer> {
  const { mail, subject, text } = await asWritten(bytes, letterOf);
  const all = mail.attachments.map(bytesOf);
  const isPicture = (one: Uint8Array): boolean =>
    recognise(Buffer.from(one.subarray(0, 4096))).as === 'picture';
  return {
    subject,
    text,
    messageId: mail.messageId && storable(mail.messageId, MOST_LINE),
    name: storable(mail.from?.name ?? '', MOST_LINE),
    address: storable(mail.replyTo?.[0]?.address ?? mail.from?.address ?? '', MOST_LINE),
    // Copied out: what they are cut from is as long as the letter.
    pictures: all
      .filter(isPicture)
      .slice(0, most)
      .map((one) => Uint8Array.from(one)),
    attachments: all.length,
  };
}

async function letterOf(bytes: Uint8Array): Promise<Letter> {
  const mail = await PostalMime.parse(bytes, LIMITS);
  const text = storable(await textOf(mail), MOST_TEXT);
  return { mail, subject: storable(mail.subject ?? '', MOST_LINE), text };
}

/** So much of it, without what no text of a database holds. */
function storable(text: string, most: number): string {
  return text.slice(0, most).replaceAll('\0', '').toWellFormed();
}

async function textOf(mail: Email): Promise<string> {
  if (mail.text !== undefined && mail.text.trim() !== '') return mail.text;
  return mail.html === undefined ? '' : await pageText(mail.html.slice(0, MOST_PAGE));
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

// What it throws ends the process, and the letter is one that cannot be read.
process.stdout.write(serialize(await read(await buffer(process.stdin), Number(process.argv[2]))));
