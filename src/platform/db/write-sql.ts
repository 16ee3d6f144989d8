import { CompiledQuery, type Insertable } from 'kysely';
import type { Db, Tx } from './open.ts';
import type { Tables } from './tables.ts';

/** One row as it goes into a table. */
export type Row<T extends keyof Tables> = Insertable<Tables[T]>;

/**
 * A piece of SQL with its values (语句片段), put together by mere joining: every move writes, and what the query
 * builder makes of the same text first costs the server a tenth of the move.
 */
export class Piece {
  /** The text around the values: one more than there are values. */
  readonly texts: readonly string[];
  readonly values: readonly unknown[];

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }

  /** Carry it out as one statement. */
  async execute<R>(db: Db | Tx): Promise<R[]> {
    const [first = '', ...rest] = this.texts;
    const text = rest.reduce((whole, next, at) => `${whole}$${at + 1}${next}`, first);
    const { rows } = await db.executeQuery<R>(CompiledQuery.raw(text, [...this.values]));
    return rows;
  }
}

/** SQL with values in it; a piece among them becomes part of the text. */
export function piece(texts: TemplateStringsArray, ...given: readonly unknown[]): Piece {
  return woven(texts, given);
}

/** Pieces one behind the other. */
export function joined(pieces: readonly Piece[], separator: string): Piece {
  return woven(['', ...pieces.slice(1).map(() => separator), ''], pieces);
}

/** Text without values: a mark, a name. Never what a caller has sent. */
export function bare(text: string): Piece {
  return new Piece([text], []);
}

function woven(around: readonly string[], given: readonly unknown[]): Piece {
  const texts: string[] = [];
  const values: unknown[] = [];
  let open = around[0] ?? '';
  for (const [at, one] of given.entries()) {
    const inner = one instanceof Piece ? one : new Piece(['', ''], [one]);
    open += inner.texts[0] ?? '';
    for (const [n, value] of inner.values.entries()) {
      values.push(value);
      texts.push(open);
      open = inner.texts[n + 1] ?? '';
    }
    open += around[at + 1] ?? '';
  }
  return new Piece([...texts, open], values);
}

/** `insert into … values …` of rows of one shape. At least one row. */
export function insertion<T extends keyof Tables>(table: T, rows: readonly Row<T>[]): Piece {
  const names = columnsOf(rows[0] ?? {});
  const values = rows.map((row) => {
    const fields = row as Readonly<Record<string, unknown>>;
    return woven(
      ['(', ...names.slice(1).map(() => ', '), ')'],
      names.map((name) => fields[name]),
    );
  });
  return woven([`insert into ${table} (${names.join(', ')}) values `, ''], [joined(values, ', ')]);
}

/** `a = 1, b = 2` for a set clause. */
export function assignments(columns: Readonly<Record<string, unknown>>): Piece {
  const names = columnsOf(columns);
  return woven(
    names.map((name, at) => `${at === 0 ? '' : ', '}${name} = `).concat(''),
    Object.values(columns),
  );
}

const COLUMN = /^[a-z][a-z0-9_]*$/;

/** The columns of a row. Names become text of the statement: one that is none of ours stops here, whoever let it in. */
function columnsOf(row: object): readonly string[] {
  const names = Object.keys(row);
  const odd = names.find((name) => !COLUMN.test(name));
  if (odd !== undefined) throw new Error(`not a column: ${odd}`);
  return names;
}
