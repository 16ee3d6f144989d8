import type { Route } from '#platform/http.ts';
import type { IdentityConfig } from './identity-config.ts';

export function oidcRoutes(_config: IdentityConfig): readonly Route[] {
  return [];
}
