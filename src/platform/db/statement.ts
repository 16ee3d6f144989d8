import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from './open.ts';

/** Stands in a statement for what is given each time it is asked. */
class Place {
  readonly name: string | symbol;
  constructor(name: string | symbol) {
    this.name = name;
  }
}

/** The places of a statement, each written where a value would be. */
export type Places<P> = { readonly [K in keyof P]: RawBuilder<P[K]> };

/**
 * A statement whose text never changes (固定语句): put together once, and then asked with other values each time.
 * For what every request asks: putting a long statement together costs more than sending it.
 */
export function statement<P extends object, R>(
  make: (at: Places<P>) => RawBuilder<R>,
): (db: Db | Tx, values: P) => Promise<R[]> {
  const at = new Proxy({} as Places<P>, { get: (_, name) => sql`${new Place(name)}` });
  let made: CompiledQuery | undefined;
  return async (db, values) => {
    made ??= make(at).compile(db);
    const given = values as Readonly<Record<string | symbol, unknown>>;
    const parameters = made.parameters.map((value) =>
      value instanceof Place ? given[value.name] : value,
    );
    const { rows } = await db.executeQuery<R>({ ...made, parameters });
    return rows;
  };
}
