import { sql } from 'kysely';
import type { Tx } from '../db/open.ts';

/** Tells this lock from others that might use the city's number. */
const CLASS = 0x66_69_6c_65;

/**
 * Hold off the sweep until this transaction ends: a file found in the store under this lock is there
 * when the row that names it commits.
 */
export async function holdOffSweep(tx: Tx, cityId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${CLASS}::int, ${cityId}::int)`.execute(tx);
}

/** Nobody refers to a file anew until this transaction ends. */
export async function holdOffReferences(tx: Tx, cityId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLASS}::int, ${cityId}::int)`.execute(tx);
}
