/**
 * Print src/platform/db/tables.ts from a migrated database, so that the types of the rows are what the
 * database says: `node scripts/make-tables.ts`, checked by src/platform/db/tables.test.ts.
 */
import { writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Db } from '#platform/db/open.ts';

/** Columns whose values are one of the domain's words. */
const WORDS: Readonly<Record<string, string>> = {
  'entry.kind': 'EntryKind',
  'entry.state': 'EntryState',
  'entry.level': 'Level',
  'entry.source': 'Source',
  'entry.found_by': 'FoundBy',
  'entry.deadline_kind': 'DeadlineKind',
  'entry.assurance': 'Assurance',
  'party.role': "Party['role']",
  'request.kind': 'RequestKind',
  'entry_check.finding': 'Finding',
  'entry_check.method': 'CheckMethod',
  'entry_check.assurance': 'Assurance',
  'post.role': 'Role',
  'session.strength': "'password' | 'two_factor' | 'oidc' | 'first_password'",
  'unit_link.kind': "'line' | 'party'",
  'sponsorship.object_kind': "'unit' | 'project' | 'enterprise'",
  'one_time_token.purpose': "'setup' | 'invite'",
  'rollup.kind': 'EntryKind',
  'rollup.state': 'RollupState',
  'rollup_delta.kind': 'EntryKind',
  'rollup_delta.state': 'RollupState',
  'unit.kind': 'UnitKind',
  'document.state': 'DocumentState',
  'passage.part': 'Part',
  'passage.proposed': "'task' | 'framing'",
  'passage.change': "'same' | 'reworded' | 'added'",
  'candidate.kind': 'CandidateKind',
  'candidate.state': 'CandidateState',
  'candidate.proposed_by': "'rules' | 'model' | 'person'",
  'voice.kind': 'VoiceKind',
  'voice.channel': 'Channel',
  'voice.state': 'VoiceState',
  'voice.outcome': 'Outcome',
  'voice.adoption': 'Adoption',
  'voice_event.state': 'VoiceState',
  'voice_draft.outcome': 'Outcome',
  'voice_draft.ended_as': "'replaced' | 'used' | 'dropped'",
  'voice_excluded.scope': "'unit' | 'subtree' | 'below'",
  'watch_word.class': 'WordClass',
  'collection.subject': "Subject | ''",
  'survey.chosen': 'Chosen',
  'survey_release.what': 'SurveyPart',
  'visit_note.kind': 'VisitKind',
  'visit_note.outcome': 'VisitOutcome',
};

const TYPES: Readonly<Record<string, string>> = {
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'string',
  text: 'string',
  uuid: 'string',
  bool: 'boolean',
  date: 'string',
  timestamptz: 'Date',
  tsvector: 'string',
  _text: 'string[]',
  _uuid: 'string[]',
  bytea: 'Buffer',
};

interface Column {
  table_name: string;
  column_name: string;
  udt_name: string;
  is_nullable: 'YES' | 'NO';
  column_default: string | null;
  is_generated: 'ALWAYS' | 'NEVER';
}

function columnType(column: Column): string {
  const optional = column.column_default !== null;
  if (column.udt_name === 'jsonb' || column.udt_name === 'json') {
    const written = column.is_nullable === 'YES' ? 'string | null | undefined' : 'string';
    return `ColumnType<unknown, ${written}, string | null>`;
  }
  const base = WORDS[`${column.table_name}.${column.column_name}`] ?? TYPES[column.udt_name];
  if (base === undefined) throw new Error(`no type for ${column.table_name}.${column.column_name}`);
  const whole = column.is_nullable === 'YES' ? `${base} | null` : base;
  if (column.is_generated === 'ALWAYS') return `ColumnType<${whole}, never, never>`;
  return optional ? `Generated<${whole}>` : whole;
}

/** The text of tables.ts for the schema `public` of this database. */
export async function tablesSource(db: Db): Promise<string> {
  const { rows } = await sql<Column>`
    select table_name, column_name, udt_name, is_nullable, column_default, is_generated
    from information_schema.columns where table_schema = 'public' and table_name <> 'migration'
    order by table_name, ordinal_position`.execute(db);
  const tables = Map.groupBy(rows, (row) => row.table_name);
  const body = [...tables].map(
    ([name, columns]) =>
      `  ${name}: {\n${columns.map((c) => `    ${c.column_name}: ${columnType(c)};`).join('\n')}\n  };`,
  );
  return `// Made by scripts/make-tables.ts from the migrated schema; do not edit by hand.
import type { ColumnType, Generated } from 'kysely';
import type {
  Assurance,
  CheckMethod,
  DeadlineKind,
  EntryKind,
  EntryState,
  Finding,
  FoundBy,
  Level,
  Party,
  RequestKind,
  Source,
} from '#domain/entry/entry.ts';
import type { CandidateKind, CandidateState } from '#domain/document/candidate-life.ts';
import type { DocumentState } from '#domain/document/document-life.ts';
import type { Part } from '#domain/document/parts.ts';
import type { RollupState } from '#domain/entry/counting.ts';
import type { Role } from '#domain/org/actor.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import type { Adoption, Channel, Outcome, Subject, VoiceKind } from '#domain/voice/voice.ts';
import type { Chosen, SurveyPart } from '#domain/voice/survey.ts';
import type { VisitKind, VisitOutcome } from '#domain/voice/visit.ts';
import type { VoiceState } from '#domain/voice/lifecycle.ts';
import type { WordClass } from '#domain/voice/watch-words.ts';

export interface Tables {
${body.join('\n')}
}
`;
}

if (import.meta.main) {
  const { openDatabase } = await import('#platform/db/open.ts');
  const database = await openDatabase({
    ...(process.env['DATABASE_URL'] === undefined ? {} : { url: process.env['DATABASE_URL'] }),
    dataDir: process.argv[2] ?? 'data',
  });
  const target = new URL('../src/platform/db/tables.ts', import.meta.url);
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.entry') is not null as there`.execute(database.db);
  if (rows[0]?.there === true) await writeFile(target, await tablesSource(database.db));
  else {
    process.stderr.write(
      '这个数据库还没有表，tables.ts 未改动：请先迁移。The database has no tables; migrate it first. Nothing was written.\n',
    );
    process.exitCode = 1;
  }
  await database.close();
}
