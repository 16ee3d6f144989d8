import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

interface Named {
  readonly kind: 'entry' | 'voice';
  readonly id: string;
  readonly no: string;
}

/** The number of a problem or a voice, which opens it. */
export function SubjectLink({
  subject: { kind, id, no },
  isAside = false,
}: {
  readonly subject: Named;
  /** In a window of its own: what is being typed stays. */
  readonly isAside?: boolean;
}): ReactElement {
  const target = isAside ? { target: '_blank' } : {};
  return kind === 'entry' ? (
    <Link to="/entries/$id" params={{ id }} {...target}>
      {no}
    </Link>
  ) : (
    <Link to="/voices" search={{ id }} {...target}>
      {no}
    </Link>
  );
}
