import { hash, verify } from '@node-rs/argon2';
import { normalPassword } from '#domain/org/password.ts';
import { Refusal } from '#domain/refusal.ts';

/** Argon2id (the library's default) at OWASP's minimum: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const RUNNING = 2;
const WAITING = 50;

/** The hash of a random password that nobody knows: what an unknown login is measured against. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$RTOyIQ59B5WGavF+W+Lghg$HFxXKUknW1brCJioGbr9ATghWgszecO6jkDTH+LufQ4';

const line: (() => void)[] = [];
let running = 0;

/** A password in the form that is stored. Costs some 30 ms and 19 MiB; waits its turn. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalPassword(password), COST));
}

/**
 * Is this the password? Where there is no hash the answer is no, after the same work, so that time
 * does not tell an unknown login from a known one.
 *
 * @throws Refusal `busy` when fifty are already waiting.
 */
export async function passwordMatches(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  const matches = await inTurn(() => verify(stored ?? NOBODY, normalPassword(password)));
  return matches && typeof stored === 'string';
}

/** Two at a time, fifty in line: more would take the machine's memory instead of its patience. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= RUNNING) {
    if (line.length >= WAITING) throw new Refusal('busy');
    await new Promise<void>((resolve) => line.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = line.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
