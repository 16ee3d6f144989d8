import { isVoiceOpen, VOICE_STATES } from '#domain/voice/lifecycle.ts';

/** What the address of the room says. */
export interface VoiceSearch {
  readonly view?: string;
  /** The state of a voice; the ledger's own word for its rows is `state`. */
  readonly stage?: string;
  readonly kind?: string;
  readonly channel?: string;
  readonly subject?: string;
  readonly unit?: string;
  readonly age?: string;
  readonly text?: string;
  /** What a figure of the rates was counted from, and of which days. */
  readonly counted?: string;
  readonly from?: string;
  readonly to?: string;
  /** 征集: what was said under this campaign. */
  readonly collection?: string;
  /** The voice that stands open beside the list. */
  readonly id?: string;
}

export const VIEWS = ['all', 'desk', 'held', 'mine', 'overdue', 'reviewing', 'drafts'] as const;
export type View = (typeof VIEWS)[number];
export const AGES = ['week', 'month', 'older'] as const;

const NAMES = [
  'view',
  'stage',
  'kind',
  'channel',
  'subject',
  'unit',
  'age',
  'text',
  'collection',
  'counted',
  'from',
  'to',
  'id',
] as const;

export function readVoiceSearch(raw: Record<string, unknown>): VoiceSearch {
  const found: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') found[name] = value;
  }
  return found;
}

export function viewOf(search: VoiceSearch): View {
  return VIEWS.find((view) => view === search.view) ?? 'all';
}

function before(today: string, days: number): string {
  return new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
}

/** What the server is asked for by this address. A filter chosen by hand goes before that of the view. */
export function filterOf(search: VoiceSearch, today: string): Record<string, unknown> {
  const view = viewOf(search);
  const { stage, kind, channel, subject, unit, age, text, collection } = search;
  const byView = {
    all: {},
    desk: { state: ['received'] },
    held: { state: ['held'] },
    mine: { mine: true },
    overdue: { overdue: true, state: VOICE_STATES.filter(isVoiceOpen) },
    reviewing: { state: ['reviewing'] },
    drafts: { draft: true },
  }[view];
  const byAge =
    age === 'week'
      ? { from: before(today, 7) }
      : age === 'month'
        ? { from: before(today, 30), to: before(today, 8) }
        : age === 'older'
          ? { to: before(today, 31) }
          : {};
  return {
    ...byView,
    ...byAge,
    ...(stage !== undefined && { state: [stage] }),
    ...(kind !== undefined && { kind: [kind] }),
    ...(channel !== undefined && { channel: [channel] }),
    ...(subject !== undefined && { subject: [subject] }),
    ...(unit !== undefined && { unit }),
    ...(text !== undefined && { text }),
    ...(collection !== undefined && { collection }),
    ...(search.counted !== undefined && { counted: search.counted }),
    ...(search.from !== undefined && { from: search.from }),
    ...(search.to !== undefined && { to: search.to }),
  };
}
