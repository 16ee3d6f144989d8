import type { ReactElement } from 'react';
export function WorkPage(): ReactElement {
  return <p />;
}
