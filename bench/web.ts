import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { buildDesk } from '../src/build-desk.ts';
import { type Figure, figureTable, met } from './measure.ts';
import { openCity, serve, WORK } from './place.ts';
import { measureFirstRows, measureLedger, measureLite, measureShift } from './web-speed.ts';
import { measureWeight } from './web-weight.ts';

const PARTS = ['weight', 'rows', 'ledger', 'shift', 'lite'] as const;
type Part = (typeof PARTS)[number];

const HELP = `npm run bench:web -- [--only ${PARTS.join(',')}] [--port N]
Measures both front ends in Chromium (CHROME_PATH) over a city of 270,000 problems. DATABASE_URL names a
database of the bench's own, loaded when it is empty; without it the embedded one is used.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP);
  const parts: readonly string[] = values.only?.split(',') ?? PARTS;
  const unknown = parts.filter((part) => !(PARTS as readonly string[]).includes(part));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}\n${HELP}`);
  const chrome = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(chrome)) throw new Error(`no Chromium at ${chrome}; set CHROME_PATH`);

  buildDesk();
  const dbUrl = process.env['DATABASE_URL'] === '' ? undefined : process.env['DATABASE_URL'];
  const database = await openCity(dbUrl);
  const served = await serve(dbUrl, Number(values.port));
  const empty = await serveEmpty();
  const browser = await chromium.launch({
    executablePath: chrome,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const figures: Figure[] = [];
  const { url } = served;
  const measures: Readonly<Record<Part, () => Promise<Figure[]>>> = {
    weight: () => measureWeight(browser, url),
    rows: () => measureFirstRows(browser, url, empty.url),
    ledger: () => measureLedger(browser, url),
    shift: () => measureShift(browser, url),
    lite: () => measureLite(browser, url),
  };
  try {
    for (const part of PARTS) {
      if (!parts.includes(part)) continue;
      const found = await measures[part]();
      figures.push(...found);
      process.stderr.write(`${figureTable(found)}\n\n`);
    }
  } finally {
    await browser.close();
    empty.server.close();
    await served.stop();
    await database.close();
  }
  say(figureTable(figures));
  const missed = figures.filter((figure) => met(figure) === false);
  say(`\n${figures.length - missed.length} figures met or without an aim, ${missed.length} missed`);
}

const EMPTY = {
  'index.html':
    '<!doctype html><html lang="en"><title>empty</title><div id="root"></div><script type="module" src="./main.tsx"></script></html>',
  'main.tsx': `import { createRoot } from 'react-dom/client';
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<main id="main">empty</main>);
`,
} as const;

/** The least that a React page can be: built by the same tools, served from the same machine. */
async function serveEmpty(): Promise<{ url: string; server: Server }> {
  const root = join(WORK, 'empty-page');
  await mkdir(root, { recursive: true });
  for (const [name, text] of Object.entries(EMPTY)) await writeFile(join(root, name), text);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: 'dist', emptyOutDir: true, target: 'chrome109', modulePreload: false },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    readFile(join(root, 'dist', name)).then(
      (body) => {
        response.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html');
        response.end(body);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
