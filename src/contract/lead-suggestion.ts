import * as z from 'zod/mini';
import { Span, Whole } from './candidate.ts';
import { common, READING } from './document.ts';
import { Id, UnitName } from './fields.ts';
import { operation } from './operation.ts';

/* 定责的建议: who might lead what a document asks for, each with its reasons; a person decides. */

/** 为什么建议: a text that speaks for the unit, with the stretches that the document has too. */
const LeadReason = z.object({
  /** Named by the sentence; in the duty list; what a unit of that name is for; it led an entry of like words. */
  kind: z.enum(['named', 'duty', 'function', 'history']),
  text: z.string(),
  marks: z.array(z.object(Span)),
  /** The entry of like words, if he may read it. */
  entry: z.optional(z.object({ id: z.string(), no: z.string() })),
});

const LeadSuggestion = z.object({
  unit: UnitName,
  /** 0–1; only for the order. */
  score: z.number(),
  reasons: z.array(LeadReason),
});

export const suggestLeads = operation({
  ...common,
  id: 'suggestLeads',
  method: 'GET',
  path: '/documents/{id}/leads',
  summary: {
    zh: '按标题分组，给出牵头、配合单位建议和理由；只建议，不代定',
    en: 'Lead and co-units suggested by heading, with reasons; suggests only',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({
    /** One group for each heading that has accepted or proposed tasks, in the order of the text. */
    groups: z.array(
      z.object({
        section: z.string(),
        subsection: z.string(),
        heading: z.string(),
        /** Its tasks still without a lead, and how many have one. */
        candidates: z.array(z.object({ id: z.string(), version: z.int() })),
        settled: Whole,
        leads: z.array(LeadSuggestion),
        co: z.array(LeadSuggestion),
        /** Tasks whose own sentence names units: stronger than the heading. */
        named: z.array(
          z.object({
            candidate: z.string(),
            lead: z.optional(LeadSuggestion),
            co: z.array(LeadSuggestion),
            /** Names in the sentence that are no unit of the tree. */
            unknown: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
  refusals: READING,
});
