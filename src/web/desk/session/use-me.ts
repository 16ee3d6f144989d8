import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { BUSINESS_ROLES, type Role } from '#domain/org/actor.ts';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';

export type Me = Answer<typeof calls.me>;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(calls.me, {}, { signal }),
  staleTime: 300_000,
});

/** Whoever is signed in. Only inside the shell, where somebody is. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function holdsAny(me: Me, roles: readonly Role[]): boolean {
  return me.posts.some((post) => roles.includes(post.role));
}

export function seesBusiness(me: Me): boolean {
  return holdsAny(me, BUSINESS_ROLES);
}
