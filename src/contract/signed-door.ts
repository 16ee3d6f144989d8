import * as z from 'zod/mini';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { Day, Id, line, Moment, UnitName, words } from './fields.ts';
import { operation } from './operation.ts';

/**
 * Doors for other systems (接口、邮件). Each request bears `luoshi-key`, `luoshi-timestamp` (seconds since 1970, at most
 * five minutes off) and `luoshi-signature: sha256=…`, the HMAC-SHA256 with the key's secret over
 * `<timestamp>.<body>`: what our own webhooks bear. A repeated request changes nothing.
 */
const keys = { group: 'doors', access: ['system_admin'] } as const;

export const DoorKeyView = z.object({
  id: z.string(),
  name: z.string(),
  unit: UnitName,
  createdAt: Moment,
  /** The last day something signed with it was taken. */
  lastUsedOn: z.optional(Day),
  revokedAt: z.optional(Moment),
});

export const createDoorKey = operation({
  ...keys,
  id: 'createDoorKey',
  method: 'POST',
  path: '/door-keys',
  scope: 'org:write',
  summary: {
    zh: '为另一个系统发放接口密钥；密钥只在此处给出',
    en: 'A key for another system; the secret is given here only',
  },
  input: z.strictObject({
    name: line(80),
    /** Whose it is: what it brings in is placed there or below. */
    unit: Id,
  }),
  output: z.extend(DoorKeyView, { secret: z.string() }),
  refusals: ['invalid', 'not-allowed', 'unknown-unit', 'key-missing', 'key-reused'],
});

export const listDoorKeys = operation({
  ...keys,
  id: 'listDoorKeys',
  method: 'GET',
  path: '/door-keys',
  scope: 'org:read',
  summary: { zh: '接口密钥', en: 'Keys of other systems' },
  input: z.strictObject({}),
  output: z.object({ keys: z.array(DoorKeyView) }),
  refusals: ['not-allowed'],
});

export const revokeDoorKey = operation({
  ...keys,
  id: 'revokeDoorKey',
  method: 'POST',
  path: '/door-keys/{id}/revoke',
  scope: 'org:write',
  summary: { zh: '吊销接口密钥', en: 'Revoke a key' },
  input: z.strictObject({ id: Id }),
  output: DoorKeyView,
  refusals: ['invalid', 'not-allowed', 'not-found', 'key-missing', 'key-reused'],
});

const Taken = z.object({
  state: z.enum(['kept', 'held', 'already']),
  /** 查询码, for its reporter alone; stored nowhere, the same for the same request. */
  code: z.string(),
});

const signed = { group: 'doors', access: 'public', scope: 'voices:write' } as const;

export const takeSigned = operation({
  ...signed,
  id: 'takeSignedVoice',
  method: 'POST',
  path: '/doors/voices',
  summary: {
    zh: '签名接口：转来一条意见；同一 key 只收一次',
    en: 'Signed door: hand in one voice; the same key is taken once',
  },
  input: z.strictObject({
    /** The sender's own number. */
    key: z.string().check(z.minLength(1), z.maxLength(120)),
    kind: z._default(z.enum(['request', 'opinion']), 'request'),
    words: words(10_000),
    place: z._default(words(200), ''),
    /** At or below the unit of the key; that unit when left out. */
    placeUnit: z.optional(Id),
    subject: z.optional(z.enum(SUBJECTS)),
    receivedOn: z.optional(Day),
    name: z._default(words(60), ''),
    contact: z._default(words(120), ''),
  }),
  output: Taken,
  refusals: [
    'invalid',
    'bad-signature',
    'too-many',
    'says-nothing',
    'out-of-reach',
    'unknown-unit',
    'key-reused',
  ],
});

export const takeMail = operation({
  ...signed,
  id: 'takeMail',
  method: 'POST',
  path: '/doors/mail',
  summary: {
    zh: '签名接口：转来一封电子邮件（原文）；发件人封存，图片重新编码，其他附件不收',
    en: 'Signed door: hand in one e-mail as it came; its sender is sealed, pictures drawn anew, other attachments refused',
  },
  body: 'bytes',
  input: z.strictObject({}),
  output: z.extend(Taken, {
    photos: z.int(),
    /** Attachments that were not taken. */
    refused: z.int(),
  }),
  refusals: [
    'invalid',
    'bad-signature',
    'too-many',
    'file-too-large',
    'file-empty',
    'mail-unreadable',
  ],
});
