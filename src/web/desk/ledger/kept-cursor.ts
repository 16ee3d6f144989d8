import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Cursor } from '#web/kit/cursor.ts';

/** Where the cursor stood in a list when its page was left, by the step of the browser's history. */
const left = new Map<string, number>();

/** The cursor of a list; on the way back to it, it stands where it stood. */
export function useKeptCursor(): Cursor {
  const router = useRouter();
  const [cursor] = useState(
    () => new Cursor(left.get(router.latestLocation.state.__TSR_key ?? '')),
  );
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
        const key = fromLocation?.state.__TSR_key;
        if (pathChanged && key !== undefined) left.set(key, cursor.at());
      }),
    [router, cursor],
  );
  return cursor;
}
