// Made by scripts/make-tables.ts from the migrated schema; do not edit by hand.
import type { ColumnType, Generated } from 'kysely';
import type {
  Assurance,
  CheckMethod,
  DeadlineKind,
  EntryKind,
  EntryState,
  Finding,
  FoundBy,
  Level,
  Party,
  RequestKind,
  Source,
} from '#domain/entry/entry.ts';
import type { CandidateKind, CandidateState } from '#domain/document/candidate-life.ts';
import type { DocumentState } from '#domain/document/document-life.ts';
import type { Part } from '#domain/document/parts.ts';
import type { RollupState } from '#domain/entry/counting.ts';
import type { Role } from '#domain/org/actor.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import type { Adoption, Channel, Outcome, VoiceKind } from '#domain/voice/voice.ts';
import type { VoiceState } from '#domain/voice/lifecycle.ts';
import type { WordClass } from '#domain/voice/watch-words.ts';

export interface Tables {}
