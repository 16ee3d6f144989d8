/** Without ids, numbers and moments, which are drawn anew in each world. */
export function alike(text: string, one: { id: string; entry: string }): string {
  return text
    .replaceAll(one.id, 'VOICE')
    .replaceAll(one.entry, 'ENTRY')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/S\d\d-\w{4}-\w{4}/g, 'NO')
    .replaceAll(/P2026-\d{6}/g, 'PNO');
}
