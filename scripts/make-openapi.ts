import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as account from '#contract/account.ts';
import * as accounts from '#contract/account-admin.ts';
import * as campaign from '#contract/campaign.ts';
import * as entry from '#contract/entry.ts';
import * as evidence from '#contract/evidence.ts';
import * as job from '#contract/job.ts';
import type { Schema } from '#contract/operation.ts';
import * as org from '#contract/org.ts';
import * as posts from '#contract/post.ts';
import * as sheets from '#contract/sheets.ts';
import * as webhook from '#contract/webhook.ts';
import { openApiDocument } from '#platform/openapi.ts';
import { everyRoute } from './every-route.ts';

export const OPENAPI_FILE = fileURLToPath(new URL('../openapi.json', import.meta.url));
const PACKAGE_FILE = fileURLToPath(new URL('../package.json', import.meta.url));

/** The text of openapi.json as the routes of this moment make it. */
export async function openApiText(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE_FILE, 'utf8')) as { version: string };
  const document = openApiDocument({
    title: '落实 Luoshi',
    version,
    description:
      '写操作须带 Idempotency-Key；错误为 RFC 9457；翻页用返回的 next。Writes carry an Idempotency-Key; errors are RFC 9457; lists go on with the cursor `next`.',
    routes: everyRoute(),
    named: namedIn(account, accounts, campaign, entry, evidence, job, org, posts, sheets, webhook),
  });
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

/** The schemas of objects that the contract exports under a name with a capital. */
function namedIn(...modules: readonly object[]): Record<string, Schema> {
  const all = modules.flatMap((module) => Object.entries(module) as [string, unknown][]);
  return Object.fromEntries(
    all.filter(
      (pair): pair is [string, Schema] => /^[A-Z][a-z]/.test(pair[0]) && isObject(pair[1]),
    ),
  );
}

function isObject(value: unknown): boolean {
  const { _zod: inside } = value as { _zod?: { def: { type: string } } };
  return inside?.def.type === 'object';
}

if (import.meta.main) await writeFile(OPENAPI_FILE, await openApiText());
