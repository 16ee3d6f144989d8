const KEPT = 5000;

/**
 * `read` with its answers kept by text: a ledger of 270,000 rows holds a few hundred different units,
 * deadlines and states. Forgets everything when too many differ.
 */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (known.has(text)) return known.get(text) as T;
    const value = read(text);
    if (known.size >= KEPT) known.clear();
    known.set(text, value);
    return value;
  };
}
