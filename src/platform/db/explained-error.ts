/**
 * A trouble of the place the program runs in (a folder, a server, a file), told to the operator in
 * both languages: what is wrong, where, and what to do. Never a fault of the person at the screen.
 */
export class ExplainedError extends Error {
  readonly code: string;
  readonly zh: string;
  readonly en: string;

  constructor(code: string, zh: string, en: string, cause?: unknown) {
    super(`${zh}\n${en}`, cause === undefined ? undefined : { cause });
    this.name = 'ExplainedError';
    this.code = code;
    this.zh = zh;
    this.en = en;
  }
}
