// Plain JavaScript, for bootstrap.mjs runs it before anything is installed; its types are in claim.d.mts.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const LOOK_AGAIN_MS = 100;
/** Nothing that is done under a claim takes half as long: the number is that of a stranger by now. */
const LONGEST_MS = 15 * 60_000;
const ME = String(process.pid);

export function underClaim(file, work, onWait = () => undefined) {
  if (!take(file)) {
    onWait();
    while (!take(file)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  try {
    return work();
  } finally {
    if (read(file) === ME) rmSync(file, { force: true });
  }
}

/** A claim that nobody stands behind is cleared away, to be taken at the next look. */
function take(file) {
  try {
    writeFileSync(file, ME, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = read(file);
    if (holder !== undefined && isLeft(file, holder)) clear(file, holder);
    return false;
  }
}

/** Does nobody stand behind it? One that bears our number is from another life: in a container numbers come again. */
function isLeft(file, holder) {
  if (holder === ME) return true;
  if (holder !== '' && !isAlive(Number(holder))) return true;
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > LONGEST_MS;
}

/** Two may find the same claim left: it is moved aside first, and goes back if it has meanwhile become another's. */
function clear(file, holder) {
  const aside = `${file}.${ME}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) === holder) rmSync(aside);
  else renameSync(aside, file);
}

/** What stands in it: a number, or nothing yet; undefined when it has just been given back. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
