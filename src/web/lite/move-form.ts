import { CHECK_METHODS, FINDINGS, type Level } from '#domain/entry/entry.ts';
import type { Parsed } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type { LiteWords } from '#web/words/lite-zh.ts';
import type { Choice, FieldSpec, Typed } from './field.ts';

export type Detail = Parsed<typeof EntryDetail>;

/** The moves that fit a phone; those that choose units are made at the desk. */
export const LITE_MOVES = [
  'accept',
  'progress',
  'deliver',
  'check',
  'close',
  'decide',
  'co_report',
  'unblock',
  'self_mend',
  'attach',
  'ask',
  'withdraw',
  'block',
  'send_back',
  'refuse',
] as const;
export type LiteMove = (typeof LITE_MOVES)[number];

/** Moves that may bring photos along, and what the actor must be open to for that. */
const WITH_PHOTOS: Partial<Record<LiteMove, 'attach' | 'attach_check'>> = {
  progress: 'attach',
  co_report: 'attach',
  deliver: 'attach',
  attach: 'attach',
  check: 'attach_check',
};

export function isLiteMove(move: string): move is LiteMove {
  return (LITE_MOVES as readonly string[]).includes(move);
}

function choices<T extends string>(
  values: readonly T[],
  labels: Readonly<Record<T, string>>,
): Choice[] {
  return values.map((value) => ({ value, label: labels[value] }));
}

function text(name: string, label: string, hint?: string, max = 4000): FieldSpec {
  return { kind: 'text', name, label, hint, needed: true, max };
}

/** The few things a move asks for. */
export function moveFields(move: LiteMove, entry: Detail, w: LiteWords): readonly FieldSpec[] {
  const asks = WITH_PHOTOS[move];
  const photos = asks !== undefined && entry.can.includes(asks) ? [photoField(move, entry, w)] : [];
  return [...writtenFields(move, entry, w), ...photos];
}

function photoField(move: LiteMove, entry: Detail, w: LiteWords): FieldSpec {
  const has = entry.evidence.some(
    (piece) => piece.episode === entry.episode && piece.purpose !== 'check',
  );
  const needed = move === 'attach' || (move === 'deliver' && !has);
  const label = needed ? w.ask.photos : w.ask.photosOptional;
  return { kind: 'photos', name: 'photos', label, hint: w.ask.photosHint, needed, making: w.photo };
}

function writtenFields(move: LiteMove, entry: Detail, w: LiteWords): readonly FieldSpec[] {
  const remark: FieldSpec = { kind: 'text', name: 'note', label: w.ask.remark, max: 2000 };
  const percent: FieldSpec = {
    kind: 'percent',
    name: 'percent',
    label: w.ask.percent,
    hint: w.ask.percentHint,
    needed: true,
  };
  const how = text('note', w.ask.note, w.ask.noteHint);
  switch (move) {
    case 'accept':
    case 'attach':
      return [];
    case 'progress':
      return [percent, how, ...openMeasures(entry, w)];
    case 'co_report':
      return [percent, how];
    case 'deliver':
      return [text('note', w.ask.deliverNote)];
    case 'refuse':
      return [text('reason', w.ask.reason, w.ask.refuseHint, 2000)];
    case 'send_back':
      return [text('reason', w.ask.reason, w.ask.sendBackHint, 2000)];
    case 'block':
      return [
        text('reason', w.ask.reason, undefined, 2000),
        { kind: 'day', name: 'reviewOn', label: w.ask.reviewOn, needed: true },
      ];
    case 'unblock':
    case 'close':
    case 'withdraw':
      return [remark];
    case 'ask':
      return [
        { kind: 'day', name: 'deadline', label: w.ask.extendTo, needed: true },
        text('reason', w.ask.reason, undefined, 2000),
      ];
    case 'check':
      return [
        {
          kind: 'radio',
          name: 'method',
          label: w.ask.method,
          options: choices(CHECK_METHODS, w.method),
          needed: true,
        },
        {
          kind: 'radio',
          name: 'finding',
          label: w.ask.finding,
          options: choices(FINDINGS, w.finding),
          needed: true,
        },
        text('note', w.ask.checkNote, w.ask.checkHint),
      ];
    case 'decide':
      return [
        {
          kind: 'radio',
          name: 'approve',
          label: w.ask.approve,
          options: [
            { value: 'yes', label: w.ask.yes },
            { value: 'no', label: w.ask.no },
          ],
          needed: true,
        },
        remark,
      ];
    case 'self_mend':
      return mendingFields(w);
  }
}

function openMeasures(entry: Detail, w: LiteWords): FieldSpec[] {
  const open = entry.measures.filter((measure) => measure.doneAt === undefined);
  const options = open.map((measure) => ({ value: measure.id, label: measure.text }));
  return open.length === 0
    ? []
    : [{ kind: 'boxes', name: 'done', label: w.ask.measuresDone, options }];
}

function mendingFields(w: LiteWords): readonly FieldSpec[] {
  return [
    text('measures', w.ask.measures, w.ask.measuresHint),
    {
      kind: 'radio',
      name: 'when',
      label: w.ask.when,
      options: [
        { value: 'at_once', label: w.ask.atOnce },
        { value: 'date', label: w.ask.onDay },
      ],
      needed: true,
    },
    {
      kind: 'day',
      name: 'deadline',
      label: w.ask.day,
      hint: w.ask.dayHint,
      neededWith: ['when', 'date'],
    },
  ];
}

/** 自查自改: what is found and how it is mended, on one page. */
export function mendFields(w: LiteWords): readonly FieldSpec[] {
  return [
    {
      kind: 'line',
      name: 'title',
      label: w.ask.title,
      hint: w.ask.titleHint,
      needed: true,
      max: 200,
    },
    { kind: 'text', name: 'detail', label: w.ask.detail, max: 8000 },
    ...mendingFields(w),
    {
      kind: 'radio',
      name: 'level',
      label: w.ask.level,
      options: choices(['branch', 'unit'] satisfies Level[], w.level),
      needed: true,
    },
    {
      kind: 'photos',
      name: 'photos',
      label: w.ask.photosOptional,
      hint: w.ask.photosHint,
      making: w.photo,
    },
  ];
}

/** What has been typed, as the operation takes it (entry and version apart). */
export function moveInput(move: LiteMove, entry: Detail, typed: Typed): Record<string, unknown> {
  const one = (name: string): string => typed[name]?.[0]?.trim() ?? '';
  const noted = one('note') === '' ? {} : { note: one('note') };
  switch (move) {
    case 'progress':
    case 'co_report': {
      const done = move === 'progress' ? (typed['done'] ?? []) : [];
      return { percent: Number(one('percent')), ...noted, ...(done.length === 0 ? {} : { done }) };
    }
    case 'refuse':
    case 'send_back':
      return { reason: one('reason') };
    case 'block':
      return { reason: one('reason'), reviewOn: one('reviewOn') };
    case 'ask':
      return { kind: 'extension', deadline: one('deadline'), reason: one('reason') };
    case 'check':
      return { method: one('method'), finding: one('finding'), ...noted };
    case 'decide':
      return { request: openRequestOf(entry), approve: one('approve') === 'yes', ...noted };
    case 'withdraw':
      return { request: openRequestOf(entry), ...noted };
    case 'self_mend':
      return mendInput(typed);
    case 'accept':
    case 'attach':
    case 'deliver':
    case 'unblock':
    case 'close':
      return noted;
  }
}

function openRequestOf(entry: Detail): string {
  return entry.requests.find((asked) => asked.decision === undefined)?.id ?? '';
}

/** The second half of 自查自改: measures, one a line, and by when. */
export function mendInput(typed: Typed): Record<string, unknown> {
  const lines = (typed['measures']?.[0] ?? '').split('\n').map((line) => line.trim());
  const kind = typed['when']?.[0] ?? '';
  return {
    measures: lines.filter((line) => line !== '').map((line) => ({ text: line })),
    deadline: kind === 'date' ? { kind, on: typed['deadline']?.[0] ?? '' } : { kind },
  };
}
