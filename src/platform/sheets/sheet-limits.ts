/** What one file may ask of the machine. Sizes in bytes; reasons in `docs` of the bomb tests beside. */
export interface SheetLimits {
  /** Upload of a format that is read as a stream. */
  readonly fileBytes: number;
  /** Upload of an old format, which must be held in memory whole (.xls .et .ods .xlsb .html). */
  readonly wholeFileBytes: number;
  /** Parts in a package. */
  readonly parts: number;
  /** All parts together, unpacked. */
  readonly unpackedBytes: number;
  /** All parts together, unpacked, of a format that must be held in memory whole. */
  readonly wholeUnpackedBytes: number;
  /** How many times its packed size a part may have; small parts (`ratioFrom`) are let be. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** The text of the shared strings, which stay in memory while sheets are read. */
  readonly sharedTextBytes: number;
  readonly rowBytes: number;
  readonly columns: number;
  /** Characters in a cell; Excel's own limit. */
  readonly cellCharacters: number;
  /** Memory of the reading thread's heap, in MiB, and the time an old format may take to parse. */
  readonly heapMiB: number;
  readonly parseMs: number;
}

const MB = 1_000_000;

export const SHEET_LIMITS: SheetLimits = {
  fileBytes: 200 * MB,
  wholeFileBytes: 20 * MB,
  parts: 2_000,
  unpackedBytes: 2_000 * MB,
  wholeUnpackedBytes: 200 * MB,
  ratio: 200,
  ratioFrom: 20 * MB,
  sharedTextBytes: 400 * MB,
  rowBytes: 4 * MB,
  columns: 512,
  cellCharacters: 32_767,
  heapMiB: 768,
  parseMs: 120_000,
};

/** The last row a workbook can have. */
export const LAST_ROW = 1_048_576;
