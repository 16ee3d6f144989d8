import { tmpdir } from 'node:os';
import { openFileStore } from '#platform/files/open-file-store.ts';
import type { Route } from '#platform/http.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { routes } from '../src/main.ts';

/** The routes as the server has them, to be read and not called: nothing behind them is opened. */
export function everyRoute(): readonly Route[] {
  return routes({
    identity: { secureCookie: false, key: new Uint8Array(32), oidc: undefined },
    files: openFileStore({}, tmpdir(), 1),
    spool: tmpdir(),
    guard: addressGuard({}),
    forgotten: forgottenList(tmpdir()),
  });
}
