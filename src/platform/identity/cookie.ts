/** The session cookie: readable by no script, sent by no other site, and over TLS bound to this host. */
export function sessionCookie(word: string, secure: boolean): string {
  return cookie(nameOf(secure), word, secure, 'Strict');
}

/** The word of the session that the browser brings; undefined when it brings none. */
export function sessionCookieOf(request: Request, secure: boolean): string | undefined {
  return readCookie(request, nameOf(secure));
}

/** Headers that sign a browser off and make it forget what it has kept of this site. */
export function signOffHeaders(secure: boolean): Headers {
  return new Headers([
    ['set-cookie', `${cookie(nameOf(secure), '', secure, 'Strict')}; Max-Age=0`],
    ['clear-site-data', '"cache", "cookies", "storage"'],
    ['cache-control', 'no-store'],
  ]);
}

/** A short-lived cookie that must come along when another site sends the browser back. */
export function passingCookie(
  name: string,
  value: string,
  secure: boolean,
  seconds: number,
): string {
  return `${cookie(prefixed(name, secure), value, secure, 'Lax')}; Max-Age=${seconds}`;
}

/** What `passingCookie` set under this name, if it is still there. */
export function passingCookieOf(
  request: Request,
  name: string,
  secure: boolean,
): string | undefined {
  return readCookie(request, prefixed(name, secure));
}

function nameOf(secure: boolean): string {
  return prefixed('luoshi', secure);
}

/** Browsers take `__Host-` only with Secure, which plain http on the own machine cannot give. */
function prefixed(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

function cookie(name: string, value: string, secure: boolean, site: 'Strict' | 'Lax'): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=${site}${secure ? '; Secure' : ''}`;
}

function readCookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      return value === '' ? undefined : value;
    }
  }
  return undefined;
}
