import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type { AlikeSubject } from '#contract/distil.ts';
import type { Statement } from '#domain/alike/statement.ts';
import { reachOf } from '#domain/org/reach.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { within } from '#platform/reach.ts';

export type SubjectKind = 'entry' | 'voice';

/** A problem or a voice as the still knows it: what it says and where it stands. */
export interface Subject extends Sent<typeof AlikeSubject> {
  readonly path: string;
}

/** Who asks, and where to look: a question or a change will do. */
export type Asking = Omit<Query, 'db'>;

/** How subjects of one kind are read: only those the asker may see come back. */
export type SubjectSource = (
  asking: Asking,
  db: Db | Tx,
  ids: readonly string[],
) => Promise<readonly Subject[]>;

/** A voice as it is compared. */
interface ComparedVoice {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly place: string;
  readonly unit: string;
}

/** Something that stayed as it was, and the sentence why. */
export interface Stayed {
  readonly no: string;
  readonly why: string;
}

/** What the still needs of the voices; without it only problems are compared. */
export interface VoicePort {
  readonly subjects: SubjectSource;
  /** On `voice v`: the condition for those the asker may see. */
  readonly seen: (asking: Asking, db: Db | Tx) => Promise<RawBuilder<SqlBool>>;
  /** How many persons stand behind voices (去重人数); only the keeper of voices can tell, and tells no more. */
  readonly reporters: (asking: Asking, db: Db | Tx, voices: readonly string[]) => Promise<number>;
  /** On `voice v`: whether a person is counted for it; told in the same way. */
  readonly person: RawBuilder<SqlBool>;
  /**
   * The voices that may be compared at all, a page by id; complaints about conduct are never among them. Of
   * some voices, or of those to which something happened since, where that is asked.
   */
  readonly toCompare: (
    db: Db,
    cityId: number,
    after: string,
    limit: number,
    which?: { readonly ids?: readonly string[] | undefined; readonly since?: Date | undefined },
  ) => Promise<readonly ComparedVoice[]>;
  /** Each voice that is handled with a problem, and the problem: a page by link, or those about these subjects. */
  readonly tied: (
    db: Db,
    cityId: number,
    which:
      | { readonly after: string; readonly limit: number }
      | { readonly about: readonly string[] },
  ) => Promise<readonly { readonly id: string; readonly voice: string; readonly entry: string }[]>;
  /** 并入问题, by the voice's own move, unless it was before; or why it was not. */
  readonly tie: (
    ctx: Context,
    tie: {
      readonly voice: string;
      readonly entry: string;
      readonly score: number;
      readonly rule: string;
    },
  ) => Promise<{ readonly link?: string } | { readonly why: string }>;
  /** 由诉求提出问题: raised from one voice, which is tied to it. */
  readonly raise: (
    ctx: Context,
    voice: string,
    problem: {
      readonly title: string;
      readonly unit?: string | undefined;
      readonly category?: string | undefined;
    },
  ) => Promise<{ readonly entry: string; readonly no: string; readonly link: string }>;
  /** Takes links back; tells what had to stay. */
  readonly untie: (ctx: Context, links: readonly string[]) => Promise<readonly Stayed[]>;
}

interface EntryRow {
  id: string;
  no: string;
  title: string;
  detail: string;
  state: string;
  unit_id: string;
  unit: string;
  path: string;
  category: string;
  at: Date;
}

/** The entries among these ids that the asker may see. */
export const entrySubjects: SubjectSource = async (asking, db, ids) => {
  if (ids.length === 0) return [];
  const { rows } = await sql<EntryRow>`
    select e.id, e.no, e.title, t.detail, e.state, e.origin_unit as unit_id, u.name as unit,
      e.org_path as path, e.category, e.created_at as at
    from entry e
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    join unit u on u.city_id = e.city_id and u.id = e.origin_unit
    where e.city_id = ${asking.cityId} and e.id = any(${ids}::uuid[])
      and ${entriesSeen(asking)}`.execute(db);
  return rows.map((row) => ({
    kind: 'entry',
    id: row.id,
    no: row.no,
    text: statementOf(row.title, row.detail),
    state: row.state,
    unit: { id: row.unit_id, name: row.unit },
    category: row.category,
    at: row.at.toISOString(),
    path: row.path,
  }));
};

/** On `entry e`: the condition for those the asker may see. */
export function entriesSeen({ actor }: Asking): RawBuilder<SqlBool> {
  const reach = reachOf(actor);
  return sql<SqlBool>`(${within('e.org_path', reach)} or ${within('e.origin_path', reach)})`;
}

/**
 * Whether a subject of either kind, named by its columns, is one that the asker may see. A page needs a few of many:
 * `offset 0` has each looked up by itself, where PostgreSQL would gather all that he may see before the first.
 */
export async function seen(
  asking: Asking,
  db: Db | Tx,
  [kind, id]: readonly [kind: string, id: string],
  voices: VoicePort | undefined,
): Promise<RawBuilder<SqlBool>> {
  const entry = sql<SqlBool>`(${sql.ref(kind)} = 'entry' and exists (select 1 from entry e
    where e.city_id = ${asking.cityId} and e.id = ${sql.ref(id)} and ${entriesSeen(asking)} offset 0))`;
  if (voices === undefined) return entry;
  return sql<SqlBool>`(${entry} or (${sql.ref(kind)} = 'voice' and exists (select 1 from voice v
    where v.city_id = ${asking.cityId} and v.id = ${sql.ref(id)} and ${await voices.seen(asking, db)} offset 0)))`;
}

/** A long story tells of other things too; its first lines say what is the matter. */
const LONGEST_DETAIL = 160;

/** What an entry states: its title, and what the detail adds to it; the detail alone where it says the title too. */
export function statementOf(title: string, detail: string): string {
  const told = detail.slice(0, LONGEST_DETAIL);
  const stem = title.replace(/…$/u, '').replace(/^关于(.+)的问题$/u, '$1');
  if (told === '' || title.includes(told)) return title;
  return told.includes(stem) ? told : `${title}，${told}`;
}

/** What the still compares: the heading alone, unless it is but the cut beginning of the story. */
export function toldBy(title: string, detail: string): Pick<Statement, 'text' | 'detail'> {
  const isCut = title.endsWith('…') && detail.startsWith(title.slice(0, -1));
  return isCut ? { text: firstSentence(detail) } : { text: title, detail };
}

function firstSentence(text: string): string {
  const told = text.slice(0, LONGEST_DETAIL);
  return /^.{12,}?[。！？\n]/u.exec(told)?.[0] ?? told;
}

/** Subjects of both kinds by id; what the asker may not see is not there. */
export async function readSubjects(
  asking: Asking,
  db: Db | Tx,
  wanted: readonly { readonly id: string; readonly kind: string }[],
  voices: VoicePort | undefined,
): Promise<Map<string, Subject>> {
  const of = (kind: SubjectKind): string[] => [
    ...new Set(wanted.filter((one) => one.kind === kind).map((one) => one.id)),
  ];
  const found = [
    ...(await entrySubjects(asking, db, of('entry'))),
    ...((await voices?.subjects(asking, db, of('voice'))) ?? []),
  ];
  return new Map(found.map((subject) => [subject.id, subject]));
}

/** 计数: problems, voices and the people behind the voices, each by itself. */
export async function countSubjects(
  asking: Asking,
  db: Db | Tx,
  subjects: Iterable<Subject>,
  voices: VoicePort | undefined,
): Promise<{ problems: number; voices: number; reporters: number }> {
  const all = [...subjects];
  const told = all.filter(({ kind }) => kind === 'voice').map(({ id }) => id);
  const reporters = told.length === 0 ? 0 : ((await voices?.reporters(asking, db, told)) ?? 0);
  return { problems: all.length - told.length, voices: told.length, reporters };
}

/** A change asks as a question does. */
export function askingOf({ actor, cityId, now, today }: Context | Query): Asking {
  return { actor, cityId, now, today };
}
