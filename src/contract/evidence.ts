import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { EntryDetail } from './entry.ts';
import { Flag, Id, Moment, UnitName, whole } from './fields.ts';
import { operation } from './operation.ts';

/** 进展佐证, 报结佐证, 其他; 核查佐证 comes from the unit named to check, and from nobody else. */
export const EVIDENCE_PURPOSES = ['progress', 'delivery', 'other', 'check'] as const;

const FileFacts = {
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
};

const common = { group: 'evidence', access: BUSINESS_ROLES } as const;

export const uploadEvidence = operation({
  ...common,
  id: 'uploadEvidence',
  method: 'POST',
  path: '/entries/{id}/evidence',
  summary: {
    zh: '上传佐证：请求体即文件（图片、PDF、docx、xlsx、文本），图片去除拍摄信息后保存',
    en: 'Add evidence: the body is the file (picture, PDF, docx, xlsx, text); pictures are kept without camera data',
  },
  scope: 'ledger:write',
  body: 'bytes',
  input: z.strictObject({
    id: Id,
    version: whole(1, 2_147_483_647),
    name: z.string().check(z.minLength(1), z.maxLength(500)),
    purpose: z._default(z.enum(EVIDENCE_PURPOSES), 'progress'),
  }),
  output: z.object({ ...FileFacts, entry: EntryDetail }),
  refusals: [
    'invalid',
    'key-missing',
    'key-reused',
    'still-running',
    'not-found',
    'not-allowed',
    'not-independent',
    'stale',
    'move-not-allowed',
    'already-merged',
    'file-empty',
    'file-too-large',
    'file-type',
    'file-broken',
    'file-encrypted',
    'file-active',
    'file-archive',
    'file-old-office',
    'file-bomb',
    'picture-too-large',
    'picture-heic',
    'classified-file',
    'files-unavailable',
    'busy',
  ],
});

export const listEvidence = operation({
  ...common,
  id: 'listEvidence',
  method: 'GET',
  path: '/entries/{id}/evidence',
  summary: {
    zh: '一个事项的佐证，并标明同一文件用于多少其他事项',
    en: 'The evidence of an entry, and on how many other entries the same file was used',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({
    evidence: z.array(
      z.object({
        ...FileFacts,
        episode: z.int(),
        purpose: z.string(),
        byUnit: UnitName,
        at: Moment,
        alsoOn: z.int(),
      }),
    ),
  }),
  refusals: ['invalid', 'not-found'],
});

export const downloadEvidence = operation({
  ...common,
  id: 'downloadEvidence',
  method: 'GET',
  path: '/evidence/{id}',
  summary: {
    zh: '下载一份佐证；图片可加 inline=true 直接显示',
    en: 'Download a piece of evidence; a picture may be shown in place with inline=true',
  },
  scope: 'ledger:read',
  answer: 'bytes',
  input: z.strictObject({ id: Id, inline: z.optional(Flag) }),
  output: z.unknown(),
  refusals: ['invalid', 'not-found', 'file-missing', 'files-unavailable'],
});
