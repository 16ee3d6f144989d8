import { createHash } from 'node:crypto';
import { Refusal } from '#domain/refusal.ts';
import type { Merge, SheetRow } from '#domain/sheet/cell.ts';
import { type ProposedMapping, proposeMapping } from '#domain/sheet/headers.ts';
import { classifyRow } from '#domain/sheet/row-class.ts';
import { followMerges } from '#domain/sheet/vertical-merges.ts';
import {
  readVoiceRow,
  VOICE_FIELDS,
  type VoiceColumn,
  type VoiceFault,
  type VoiceField,
  type VoiceRowRead,
} from '#domain/voice/voice-sheet.ts';
import type { SheetSource } from '#platform/sheets/open-sheet.ts';

/** A sheet of opinions as it was found, and what its columns are. */
export interface SeenSheet {
  readonly sheets: readonly string[];
  readonly sheet: string;
  readonly title: string;
  readonly headerBottom: number;
  readonly merges: readonly Merge[];
  readonly labels: readonly string[];
  readonly columns: readonly VoiceColumn[];
  readonly fields: typeof VOICE_FIELDS;
  readonly shown: readonly {
    readonly column: number;
    readonly label: string;
    readonly field?: string;
    readonly doubtful: boolean;
    readonly sample: readonly string[];
  }[];
}

/** A row, and how often the very same stood above it. */
export interface SheetVoice extends VoiceRowRead {
  readonly nth: number;
}

/** Rows looked at for the header and for what the columns hold. */
const LOOKED_AT = 200;
const SHOWN = 3;
/** Columns whose cells are not shown back: they name people. */
const NAMING: readonly (VoiceField | undefined)[] = ['name', 'contact'];

interface Wanted {
  readonly sheet?: string | undefined;
  readonly map?: readonly string[] | undefined;
}

/** The sheet that was asked for, else the first that has a header; its columns as told, else as proposed. */
export async function lookAtSheet(source: SheetSource, wanted: Wanted): Promise<SeenSheet> {
  const sheets = source.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
  const candidates = wanted.sheet === undefined ? sheets : [wanted.sheet];
  for (const sheet of candidates) {
    const { merges } = await source.outline(sheet);
    const rows: SheetRow[] = [];
    for await (const batch of source.rows(sheet)) {
      rows.push(...batch);
      if (rows.length >= LOOKED_AT) break;
    }
    const proposal = proposeMapping(rows.slice(0, LOOKED_AT), merges, VOICE_FIELDS);
    if (proposal !== undefined)
      return seenOf({ sheets, sheet, merges, rows }, proposal, wanted.map);
  }
  throw new Refusal('no-header', { sheet: candidates.join('、') });
}

function seenOf(
  found: Pick<SeenSheet, 'sheets' | 'sheet' | 'merges'> & { readonly rows: readonly SheetRow[] },
  proposal: ProposedMapping,
  map: readonly string[] | undefined,
): SeenSheet {
  const { rows, ...sheet } = found;
  const told = new Map(
    map?.map((one): [number, string] => {
      const [column = '', field = ''] = one.split(':');
      return [Number(column), field];
    }),
  );
  const fieldOf = (column: number, proposed: string | undefined): VoiceField | undefined => {
    const name = map === undefined ? proposed : told.get(column);
    const known = VOICE_FIELDS.find(({ field }) => field === name)?.field;
    if (name !== undefined && known === undefined)
      throw new Refusal('mapping-needed', { columns: name });
    return known;
  };
  const data = rows.filter(({ row }) => row > proposal.headerBottom).slice(0, SHOWN);
  const mapped = proposal.columns.map((one) => ({ one, field: fieldOf(one.column, one.field) }));
  return {
    ...sheet,
    title: proposal.title,
    headerBottom: proposal.headerBottom,
    labels: proposal.columns.map(({ label }) => label),
    fields: VOICE_FIELDS,
    columns: mapped.flatMap(({ one: { column }, field }) =>
      field === undefined ? [] : [{ column, field }],
    ),
    shown: mapped.map(({ one: { column, label, doubtful }, field }) => ({
      column,
      label,
      ...(field === undefined ? {} : { field }),
      doubtful: map === undefined && doubtful,
      sample: NAMING.includes(field)
        ? []
        : data.map((row) => row.cells[column]?.text.trim().slice(0, 80) ?? ''),
    })),
  };
}

/** The opinions below the header: sections, totals, footers and repeated headers apart; numbers met twice told. */
export async function* readVoiceSheet(
  source: SheetSource,
  seen: SeenSheet,
  today: string,
): AsyncGenerator<SheetVoice[]> {
  const follow = followMerges(seen.merges.filter(({ bottom }) => bottom > seen.headerBottom));
  const labels = seen.labels.map((label) => new Set(label.split(' / ')));
  const title = seen.columns.find(({ field }) => field === 'words')?.column ?? 0;
  const wide = new Set(
    seen.merges
      .filter(({ left, right }) => right - left + 1 >= seen.labels.length * 0.6)
      .map(({ top }) => top),
  );
  const times = new Map<string, number>();
  const keys = new Map<string, { readonly row: number; readonly sum: string }>();
  for await (const rows of source.rows(seen.sheet)) {
    const voices: SheetVoice[] = [];
    for (const row of rows) {
      follow.enter(row);
      if (row.row <= seen.headerBottom) continue;
      if (classifyRow(row, labels, title, wide.has(row.row)).is !== 'entry') continue;
      // A bordered row in which nobody wrote anything is no row.
      if (seen.columns.every(({ column }) => (row.cells[column]?.text.trim() ?? '') === ''))
        continue;
      const read = readVoiceRow(row, seen.columns, today, (column) => follow.lent(column));
      const before = keys.get(read.key);
      const sum = sumOf(read.words);
      if (read.key !== '' && before?.sum === sum) continue;
      const same = sumOf(`${read.key}\n${sum}\n${read.place}\n${read.unitName}\n${read.on}`);
      const nth = (times.get(same) ?? 0) + 1;
      times.set(same, nth);
      const twice: VoiceFault[] =
        before === undefined || read.key === ''
          ? []
          : [{ row: row.row, code: 'key-twice', details: { key: read.key, first: before.row } }];
      if (read.key !== '' && before === undefined) keys.set(read.key, { row: row.row, sum });
      voices.push({ ...read, nth, faults: [...read.faults, ...twice] });
    }
    yield voices;
  }
}

/** Short enough to be held for every row of a long sheet. */
function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
