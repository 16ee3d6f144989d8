import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from '../config.ts';

/** The style sheet of a kind of page: its rooms in one piece, for one request. */
export function liteSheet(...rooms: readonly string[]): string {
  return inOne(rooms);
}

/** The script of a kind of page, likewise. */
export function liteScript(...rooms: readonly string[]): string {
  return inOne(rooms);
}

function inOne(rooms: readonly string[]): string {
  return rooms
    .map((room) => readFileSync(join(TOP, 'src', 'web', 'lite', room), 'utf8'))
    .join('\n');
}
