import type { SentenceChange } from '#domain/document/diff.ts';
import type { ProposedCandidate, ProposedPassage, Proposals } from '#domain/document/proposals.ts';
import type { Repair } from '#domain/document/mojibake.ts';
import type { DocumentFormat } from '../words/read-file.ts';
import type { UnreadableReason } from '../words/unreadable-file.ts';

/** What the process is asked; one question at a time. */
export type DocumentQuestion =
  | { readonly ask: 'file'; readonly path: string }
  | { readonly ask: 'read'; readonly raw: string }
  | {
      readonly ask: 'compare';
      readonly before: readonly string[];
      readonly after: readonly string[];
    };

/** What the process tells: rows in batches, so that unpacking them never holds up the loop, then the rest. */
export type DocumentAnswer =
  | { readonly text: string; readonly format: DocumentFormat }
  | { readonly passages: readonly ProposedPassage[] }
  | { readonly candidates: readonly ProposedCandidate[] }
  | { readonly read: ReadRest }
  | { readonly changes: readonly SentenceChange[] }
  | {
      readonly unreadable: UnreadableReason;
      readonly details: Readonly<Record<string, string | number>>;
    }
  | { readonly bug: string };

export type ReadRest = Omit<Proposals, 'passages' | 'candidates'> & {
  readonly normal: string;
  /** See domain/document/offset-map.ts. */
  readonly offsets: Int32Array;
  readonly repairs: readonly Repair[];
};

/** A whole reading (识读结果). */
export type KeptReading = ReadRest & Pick<Proposals, 'passages' | 'candidates'>;
