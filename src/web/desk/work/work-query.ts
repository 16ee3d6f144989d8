import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';

/** 我的待办, as long as a screen shows it. */
export const workQuery = queryOptions({
  queryKey: ['work', 'all'],
  queryFn: ({ signal }) => call(calls.myWork, { limit: 200 }, { signal }),
});
