import type { Role } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';

/** Just enough of a zod schema to infer from; naming zod's own class here makes `tsc` twice as slow. */
export interface Schema {
  readonly _zod: { readonly input: unknown; readonly output: unknown };
}

export type Sent<S extends Schema> = S['_zod']['input'];
export type Parsed<S extends Schema> = S['_zod']['output'];

/** What a personal token may be limited to. */
export const SCOPES = [
  'ledger:read',
  'ledger:write',
  'voices:read',
  'voices:write',
  'org:read',
  'org:write',
  'account',
] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * Who may ask at all: everybody, everybody signed in, or holders of one of these roles. It only opens
 * the door; reach and the rules of each move decide inside.
 */
export type Access = 'public' | 'signed-in' | readonly Role[];

/** One thing the outside may ask for. The server, the web client and the OpenAPI document all read it. */
export interface Operation<I extends Schema = Schema, O extends Schema = Schema> {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Path parameters are named fields of the input: `/entries/{id}/close`. */
  readonly path: string;
  /** Groups operations on the page of the open API. */
  readonly group: string;
  readonly summary: { readonly zh: string; readonly en: string };
  readonly access: Access;
  readonly scope: Scope;
  /** Refused to an account that an administrator has given a way into, until one of another kind has confirmed it. */
  readonly confirmed?: boolean;
  /** `bytes`: the body (or the answer) is a file, the input travels in the query. */
  readonly body?: 'bytes';
  readonly answer?: 'bytes';
  readonly input: I;
  readonly output: O;
  readonly refusals: readonly RefusalCode[];
}

export type InputOf<T extends Operation> = Parsed<T['input']>;

/** Says that this is an operation, so that its input and output keep their own types. */
export function operation<I extends Schema, O extends Schema>(
  op: Operation<I, O>,
): Operation<I, O> {
  return op;
}
