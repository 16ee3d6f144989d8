/**
 * A sentence with its places filled: `{name}` takes the detail of that name, and what stands in `[…]` is said
 * only when all it names is there (不是每次都有相近的名称).
 */
export function filled(
  sentence: string,
  details: Readonly<Record<string, string | number>>,
): string {
  const has = (place: string): boolean => (details[place.slice(1, -1)] ?? '') !== '';
  return sentence
    .replaceAll(/\[([^[\]]*)\]/g, (_, part: string) =>
      (part.match(/\{\w+\}/g) ?? []).every(has) ? part : '',
    )
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '?'));
}
