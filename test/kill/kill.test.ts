import { expect, inject, test } from 'vitest';
import { withDatabase } from '../global-setup.ts';
import { emptyDatabase } from '../template.ts';
import { killRounds } from './kill-rounds.ts';

const ROUNDS = process.env['LUOSHI_SOAK'] === '1' ? 50 : 6;

test(`kill -9 while writing, ${ROUNDS} times: nothing acknowledged is lost, nothing is half there`, async () => {
  const { admin } = inject('databases');
  const database = await emptyDatabase();
  try {
    const { rows } = await database.pool.query<{ name: string }>(
      'select current_database() as name',
    );
    const here = withDatabase(admin, rows[0]?.name ?? '');
    // Embedded: a cluster of its own, with the settings it is shipped with; the run's never syncs.
    const result = await killRounds(ROUNDS, 'url' in here ? here.url : undefined);
    expect(result).toMatchObject({ rounds: ROUNDS, lost: [], torn: 0 });
    expect(result.acknowledged).toBeGreaterThan(ROUNDS * 8);
  } finally {
    await database.close();
  }
}, 600_000);
