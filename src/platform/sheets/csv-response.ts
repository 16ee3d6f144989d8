import { writeCsv } from './write-csv.ts';
import type { WriteCell } from './write-cell.ts';

/** A table as a file to save, that nobody on the way keeps a copy of. */
export async function csvResponse(
  name: string,
  rows: readonly (readonly WriteCell[])[],
): Promise<Response> {
  const pieces: Buffer[] = [];
  for await (const piece of writeCsv(rows)) pieces.push(piece);
  return new Response(Buffer.concat(pieces), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
