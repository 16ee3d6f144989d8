import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Encrypting, smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { mailPort } from './mail-port.ts';
import { PortFault } from './notice-port.ts';

/** It leads to this machine, and is no name of it: a mail server there is met as one elsewhere would be. */
const ELSEWHERE = '0.0.0.0';
const NOW = new Date('2026-05-22T04:00:00Z');
const notice = { id: 'n1', to: 'canary@example.cn', subject: '有新进展', text: '有新进展' };

type Papers = Pick<Encrypting, 'key' | 'cert'>;

/** A certificate for an address, signed by itself, as a private authority's would be. */
async function papersFor(name: string): Promise<Papers> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const whose = ['-subj', '/CN=mail', '-addext', `subjectAltName=${name}`, '-days', '2'];
    const files = ['-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', ...curve, ...whose, ...files], { stdio: 'pipe' });
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const trusted = tls.getCACertificates();
let right: Papers;
let another: Papers;
let stranger: Papers;
beforeAll(async () => {
  right = await papersFor(`IP:${ELSEWHERE}`);
  another = await papersFor('DNS:mail.example.cn');
  stranger = await papersFor(`IP:${ELSEWHERE}`);
  // What NODE_EXTRA_CA_CERTS does for a city's own authority.
  tls.setDefaultCACertificates([...trusted, right.cert, another.cert]);
});
afterAll(() => tls.setDefaultCACertificates(trusted));

async function sentTo(server: SmtpCatcher, scheme: string, host = ELSEWHERE): Promise<string> {
  const url = new URL(`${scheme}://${host}:${server.port}`);
  try {
    await mailPort({ url, from: 'office@example.cn', timeoutMs: 3000 }).send(notice, NOW);
    return 'sent';
  } catch (error) {
    if (!(error instanceof PortFault)) throw error;
    return error.code;
  }
}

async function tried(
  encrypting: Encrypting | undefined,
  scheme: string,
  host?: string,
): Promise<readonly [string, number]> {
  const server = await smtpCatcher(encrypting);
  try {
    return [await sentTo(server, scheme, host), server.mails.length];
  } finally {
    await server.close();
  }
}

test('a letter goes over TLS from the first byte, and over STARTTLS', async () => {
  expect(await tried({ ...right, from: 'first byte' }, 'smtps')).toEqual(['sent', 1]);
  expect(await tried({ ...right, from: 'STARTTLS' }, 'smtp')).toEqual(['sent', 1]);
});

test('a certificate of nobody known, or of another, is refused before anything is said', async () => {
  for (const papers of [stranger, another]) {
    expect(await tried({ ...papers, from: 'first byte' }, 'smtps')).toEqual(['tls', 0]);
    expect(await tried({ ...papers, from: 'STARTTLS' }, 'smtp')).toEqual(['tls', 0]);
  }
});

test('without encryption nothing is told, but to this machine itself', async () => {
  expect(await tried(undefined, 'smtp')).toEqual(['tls', 0]);
  expect((await tried(undefined, 'smtps'))[1]).toBe(0);
  expect(await tried(undefined, 'smtp', '127.0.0.1')).toEqual(['sent', 1]);
  expect(await tried({ ...stranger, from: 'STARTTLS' }, 'smtp', '127.0.0.1')).toEqual(['sent', 1]);
  // That it is this machine does not turn off what was asked for.
  expect(await tried({ ...stranger, from: 'first byte' }, 'smtps', '127.0.0.1')).toEqual([
    'tls',
    0,
  ]);
});
