import { join } from 'node:path';
import { ExplainedError } from '../db/explained-error.ts';
import type { FileStore } from './file-store.ts';
import { folderStore } from './folder-store.ts';
import { s3Store } from './s3-store.ts';

const S3_NAMES = ['ENDPOINT', 'BUCKET', 'REGION', 'KEY', 'SECRET'] as const;

/**
 * The file store of a city: the S3 service named by LUOSHI_S3_ENDPOINT, _BUCKET, _REGION, _KEY and
 * _SECRET, else the folder `files` below the data folder.
 *
 * @throws ExplainedError when only some of the five are set: files must not land in a place nobody meant.
 */
export function openFileStore(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string,
  cityId: number,
): FileStore {
  const [endpoint = '', bucket = '', region = '', key = '', secret = ''] = S3_NAMES.map(
    (name) => env[`LUOSHI_S3_${name}`]?.trim() ?? '',
  );
  const given = [endpoint, bucket, region, key, secret];
  if (given.every((value) => value === '')) return folderStore(join(dataDir, 'files', `${cityId}`));
  const missing = S3_NAMES.filter((_, i) => given[i] === '').map((name) => `LUOSHI_S3_${name}`);
  if (missing.length > 0 || !/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw badSettings(missing.length > 0 ? missing : ['LUOSHI_S3_ENDPOINT']);
  return s3Store({ endpoint, bucket, region, key, secret, prefix: `${cityId}/` });
}

function badSettings(names: readonly string[]): ExplainedError {
  return new ExplainedError(
    'file-store-settings',
    `文件库的 S3 设置不完整或有误：${names.join('、')}。请补全，或全部删去以使用本机文件夹。`,
    `The S3 settings of the file store are missing or wrong: ${names.join(', ')}. Complete them, or remove all five to use a local folder.`,
  );
}
