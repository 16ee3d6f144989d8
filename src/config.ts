import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IdentityConfig, oidcFromEnvironment } from '#modules/org/identity-config.ts';
import { ExplainedError } from '#platform/db/explained-error.ts';
import { installationKey } from '#platform/identity/installation-key.ts';

/** What an installation is set to, read once from the environment. */
export interface Config {
  readonly databaseUrl: string | undefined;
  /** Everything that is not in a database server: the embedded cluster, files, the installation's key. */
  readonly dataDir: string;
  readonly cityId: number;
  readonly host: string;
  readonly port: number;
  /** Where the site is reached from outside; https here means secure cookies. */
  readonly publicUrl: URL | undefined;
  /** Does a proxy of ours stand in front and name the caller in X-Forwarded-For? */
  readonly behindProxy: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The folder of the program itself. */
export const TOP = fileURLToPath(new URL('..', import.meta.url));
const HOME = join(TOP, 'data');

/** @throws ExplainedError for a value that cannot be meant. */
export function readConfig(env: Env = process.env): Config {
  const publicUrl = env['LUOSHI_PUBLIC_URL'];
  if (publicUrl !== undefined && publicUrl !== '' && !URL.canParse(publicUrl))
    throw badValue('LUOSHI_PUBLIC_URL', publicUrl, 'https://…');
  return {
    databaseUrl: env['DATABASE_URL'] === '' ? undefined : env['DATABASE_URL'],
    dataDir: resolve(env['LUOSHI_DATA'] ?? HOME),
    cityId: wholeNumber(env, 'LUOSHI_CITY', 1),
    host: env['LUOSHI_HOST'] ?? '127.0.0.1',
    port: wholeNumber(env, 'PORT', 8080),
    publicUrl: publicUrl === undefined || publicUrl === '' ? undefined : new URL(publicUrl),
    behindProxy: env['LUOSHI_BEHIND_PROXY'] === '1',
  };
}

function wholeNumber(env: Env, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,5}$/.test(text)) throw badValue(name, text, '0–65535');
  return Number(text);
}

function badValue(name: string, value: string, wanted: string): ExplainedError {
  return new ExplainedError(
    'bad-setting',
    `环境变量 ${name} 的值“${value}”无法使用，应为 ${wanted}。`,
    `The environment variable ${name} is ${value}; ${wanted} is expected.`,
  );
}

/** How people sign in, from the same environment. */
export async function identityConfig(
  config: Config,
  env: Env = process.env,
): Promise<IdentityConfig> {
  return {
    secureCookie: config.publicUrl?.protocol === 'https:',
    key: await installationKey(config.dataDir, env['LUOSHI_KEY']),
    oidc: oidcFromEnvironment(
      env,
      config.publicUrl ?? new URL(`http://${config.host}:${config.port}`),
    ),
  };
}

/** Where `vite build` puts the desk. */
export const DESK_FOLDER = join(TOP, 'dist', 'desk');
