import { type Command, inChinese, type Io, fileTrouble, unknownOption } from './cli/command.ts';
import { readConfig } from './config.ts';
import { ExplainedError } from '#platform/db/explained-error.ts';
import { Refusal, refusalSentence } from '#domain/refusal.ts';

/** Every command, loaded when it is asked for: `read` must not wait for the server's parts. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./cli/start.ts')).start,
  demo: async () => (await import('./cli/demo.ts')).demo,
  org: async () => (await import('./cli/organisation.ts')).org,
  account: async () => (await import('./cli/organisation.ts')).account,
  import: async () => (await import('./cli/sheets.ts')).importSheet,
  export: async () => (await import('./cli/sheets.ts')).exportSheet,
  list: async () => (await import('./cli/entries.ts')).list,
  search: async () => (await import('./cli/entries.ts')).search,
  move: async () => (await import('./cli/entries.ts')).move,
  voices: async () => (await import('./cli/voices.ts')).voices,
  'news-ports': async () => (await import('./cli/news-ports.ts')).newsPorts,
  retention: async () => (await import('./cli/listen.ts')).retention,
  targets: async () => (await import('./cli/targets.ts')).targets,
  read: async () => (await import('./cli/text.ts')).read,
  document: async () => (await import('./cli/documents.ts')).document,
  similar: async () => (await import('./cli/text.ts')).similar,
  distil: async () => (await import('./cli/text.ts')).distil,
  classify: async () => (await import('./cli/text.ts')).classify,
  backup: async () => (await import('./cli/place.ts')).backup,
  restore: async () => (await import('./cli/place.ts')).restore,
  doctor: async () => (await import('./cli/place.ts')).doctor,
  recount: async () => (await import('./cli/ledger.ts')).recountCommand,
  replay: async () => (await import('./cli/ledger.ts')).replayCommand,
};

const io: Io = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

let goesOnUnheard = false;

async function help(): Promise<number> {
  const zh = inChinese();
  io.out(zh ? '用法：npm run -s luoshi -- <命令>' : 'Usage: npm run -s luoshi -- <command>');
  for (const load of Object.values(COMMANDS)) {
    const { usage, ...text } = await load();
    io.out(`  ${usage.padEnd(44)} ${zh ? text.zh : text.en}`);
  }
  return 0;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...args] = argv;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    if (name !== 'help' && name !== '--help')
      io.err(inChinese() ? `没有“${name}”这个命令。` : `There is no command ${name}.`);
    await help();
    return name === 'help' || name === '--help' ? 0 : 2;
  }
  const command = await load();
  const unknown = unknownOption(args, command.usage);
  if (unknown !== undefined || args.includes('--help')) {
    if (unknown !== undefined)
      io.err(inChinese() ? `没有 ${unknown} 这个选项。` : `There is no option ${unknown}.`);
    io.out(`${command.usage}\n  ${inChinese() ? command.zh : command.en}`);
    return unknown === undefined ? 0 : 2;
  }
  goesOnUnheard = command.goesOnUnheard === true;
  try {
    return await command.run(args, io, readConfig);
  } catch (error) {
    io.err(explain(error));
    return 1;
  }
}

/** An expected fault as its sentence; anything else with its stack, for whoever mends it. */
function explain(error: unknown): string {
  const lang = inChinese() ? 'zh' : 'en';
  if (error instanceof ExplainedError) return error[lang];
  if (error instanceof Refusal) return refusalSentence(error.code, error.details, lang);
  const trouble = fileTrouble(error);
  if (trouble !== undefined) return trouble;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Whoever reads us may stop early (`luoshi list | head`): that is no fault. A house goes on unheard.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!goesOnUnheard) process.exit(0);
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2));
