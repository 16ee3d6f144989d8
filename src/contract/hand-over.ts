import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { EVIDENCE_PURPOSES, uploadEvidence } from './evidence.ts';
import { Id, line, Moment, whole } from './fields.ts';
import { operation } from './operation.ts';

const group = 'evidence';
const Purpose = z.enum(EVIDENCE_PURPOSES);
const Word = z.string().check(z.regex(/^[\w-]{43}$/));

export const beginHandOver = operation({
  id: 'beginHandOver',
  method: 'POST',
  path: '/entries/{id}/hand-over',
  group,
  access: BUSINESS_ROLES,
  summary: {
    zh: '扫码交接：生成一次性链接，手机打开后只能给这一个事项添加照片，10 分钟内有效',
    en: 'Hand over to a phone: a link that adds photos to this entry alone, once, within 10 minutes',
  },
  scope: 'ledger:write',
  input: z.strictObject({ id: Id, purpose: z._default(Purpose, 'progress') }),
  output: z.object({ id: z.string(), word: z.string(), endsAt: Moment }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'not-independent',
    'move-not-allowed',
    'already-merged',
    'sign-in-needed',
    'key-missing',
    'key-reused',
  ],
});

export const readHandOver = operation({
  id: 'readHandOver',
  method: 'GET',
  path: '/hand-overs/{id}',
  group,
  access: BUSINESS_ROLES,
  summary: { zh: '本人的交接链接用了没有', en: 'Whether one’s own hand-over link has been used' },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({ state: z.enum(['waiting', 'used', 'over']), photos: z.int(), endsAt: Moment }),
  refusals: ['invalid', 'not-found'],
});

export const openHandOver = operation({
  id: 'openHandOver',
  method: 'GET',
  path: '/hand-over',
  group,
  access: 'public',
  summary: {
    zh: '打开交接链接：只告知事项编号和标题，不算使用',
    en: 'What a hand-over link is for: number and title alone; this does not use it',
  },
  scope: 'account',
  input: z.strictObject({ word: Word }),
  output: z.object({ no: z.string(), title: z.string(), purpose: Purpose, endsAt: Moment }),
  refusals: ['invalid', 'link-over'],
});

export const uploadByHandOver = operation({
  id: 'uploadByHandOver',
  method: 'POST',
  path: '/hand-over/photos',
  group,
  access: 'public',
  summary: {
    zh: '凭交接链接上传一张照片；链接归最先使用它的那份表单（form），不能再用',
    en: 'Upload a photo by a hand-over link; the form that used it first keeps it, nobody else can',
  },
  scope: 'account',
  body: 'bytes',
  input: z.strictObject({ word: Word, form: line(64), name: line(500), at: whole(0, 5) }),
  output: z.object({ photos: z.int() }),
  refusals: [...uploadEvidence.refusals, 'link-over'],
});
