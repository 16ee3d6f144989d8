import { constants, setPriority } from 'node:os';

/**
 * Let those who work at the ledger go first (让路): called in a thread whose work nobody waits for at a screen. On Linux
 * the priority is the calling thread's alone; elsewhere it would be the whole house's, and stays.
 */
export function standBack(): void {
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
}
