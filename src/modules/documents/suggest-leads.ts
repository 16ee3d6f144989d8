import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/lead-suggestion.ts';
import {
  proposeLeads,
  type LeadProposal,
  speechIndex,
  type SpeechIndex,
  type UnitSpeech,
  worthSaying,
} from '#domain/document/suggest-lead.ts';
import {
  type FunctionalUnit,
  functionLeads,
  functionsOf,
  type UnitFunctions,
} from '#domain/document/unit-functions.ts';
import { reachOf } from '#domain/org/reach.ts';
import { type UnitFinder, unitFinder } from '#modules/ledger/sheets/resolve.ts';
import type { Query } from '#platform/command.ts';
import { ownTurn } from '#platform/own-turn.ts';
import { within } from '#platform/reach.ts';
import { findDocument } from './document-store.ts';
import { type CandidateRow, loadCandidates, taskFields } from './view-candidates.ts';

type Answer = Sent<typeof contract.suggestLeads.output>;
type Group = Answer['groups'][number];
type Suggestion = Group['leads'][number];

/** So many lines of duty and so many entries are listened to. */
const DUTIES = 4000;
const ENTRIES = 2000;
const LEADS = 3;
const CO = 3;
/** A unit is proposed beside the lead when its words speak at least this loud beside the lead's. */
const BESIDE = 0.75;

/** 牵头建议: by heading, from the duty lists, from what units led before, and from the sentences themselves. */
export async function suggestLeads(q: Query, { id }: { readonly id: string }): Promise<Answer> {
  const document = await findDocument(q, id);
  const rows = await loadCandidates(
    q.db,
    q.cityId,
    sql`c.document_id = ${id} and c.kind = 'task' and c.state in ('proposed','accepted','edited') and c.entry_id is null`,
  );
  const finder = await unitFinder(q.db, q.cityId, document.path);
  const speeches = await speechesOf(q, document.path);
  const entries = await entryNames(q, speeches);
  const names = await unitNames(q);
  const functions = functionsOf(await officesOf(q, document.unitId));
  const index = speechIndex(
    speeches,
    rows.map((row) => row.quote),
  );
  const groups: Group[] = [];
  const byHeading = Map.groupBy(rows, (row) =>
    JSON.stringify([row.section, row.subsection, row.heading]),
  );
  for (const members of byHeading.values()) {
    groups.push(groupOf(members, { index, functions, finder, names, entries }));
    // A long document has hundreds of headings: others get their turn in between.
    await ownTurn();
  }
  return { groups };
}

interface Lookups {
  readonly index: SpeechIndex;
  readonly functions: readonly UnitFunctions[];
  readonly finder: UnitFinder;
  readonly names: ReadonlyMap<string, string>;
  readonly entries: ReadonlyMap<string, string>;
}

function groupOf(members: readonly CandidateRow[], lookups: Lookups): Group {
  const [first] = members;
  const open = members.filter((row) => row.lead_unit === null);
  const { section = '', subsection = '', heading = '' } = first ?? {};
  const said = `${subsection}\n${heading}`;
  const quotes = members.map((row) => row.quote);
  const heard = together([
    ...[said, ...quotes].map((words) => proposeLeads(lookups.index, words, LEADS + CO)),
    functionLeads(lookups.functions, `${section}\n${said}`, quotes),
  ]);
  const proposals = worthSaying(heard).map((one) => suggestionOf(one, lookups));
  const [best] = proposals;
  const beside = proposals.filter(({ score }) => score >= BESIDE * (best?.score ?? 1));
  const named = open.flatMap((row) => namedIn(row, lookups));
  return {
    section,
    subsection,
    heading,
    candidates: open.map(({ id, version }) => ({ id, version })),
    settled: members.length - open.length,
    leads: namedFirst(named, open.length, proposals).slice(0, LEADS),
    co: beside.slice(1, 1 + CO),
    named,
  };
}

/** Whom most sentences of a heading name themselves comes before whatever is inferred. */
function namedFirst(
  named: Group['named'],
  tasks: number,
  inferred: readonly Suggestion[],
): Suggestion[] {
  const byUnit = Map.groupBy(
    named.flatMap(({ lead }) => lead ?? []),
    ({ unit }) => unit.id,
  );
  const first = [...byUnit.values()]
    .filter((all) => all.length * 2 >= tasks)
    .flatMap(([one]) => one ?? []);
  const taken = new Set(first.map(({ unit }) => unit.id));
  return [...first, ...inferred.filter(({ unit }) => !taken.has(unit.id))];
}

/** Each sentence of a heading speaks for itself; who is spoken for more often, and louder, comes first. */
function together(proposals: readonly (readonly LeadProposal[])[]): LeadProposal[] {
  const byUnit = Map.groupBy(proposals.flat(), ({ unit }) => unit);
  return [...byUnit]
    .map(([unit, all]) => {
      const sorted = all.toSorted((a, b) => b.score - a.score);
      const silence = sorted.reduce((rest, one) => rest * (1 - one.score), 1);
      const heard = sorted.flatMap((one) => one.reasons);
      const reasons = heard.filter((one, i) => heard.findIndex((r) => r.text === one.text) === i);
      return { unit, score: 1 - silence, reasons: reasons.slice(0, 2) };
    })
    .toSorted((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1))
    .slice(0, LEADS + CO);
}

function suggestionOf(one: LeadProposal, { names, entries }: Lookups): Suggestion {
  return {
    unit: { id: one.unit, name: names.get(one.unit) ?? '' },
    score: Math.round(one.score * 100) / 100,
    reasons: one.reasons.map(({ kind, text, marks, entry }) => {
      const no = entry === undefined ? undefined : entries.get(entry);
      return {
        kind,
        text,
        marks: [...marks],
        ...(entry === undefined || no === undefined ? {} : { entry: { id: entry, no } }),
      };
    }),
  };
}

/** Units that a sentence names itself (请农业农村局牵头). */
function namedIn(row: CandidateRow, lookups: Lookups): Group['named'] {
  const { leadHint, coHints } = taskFields(row);
  if (leadHint === undefined && coHints.length === 0) return [];
  const unknown: string[] = [];
  const resolve = (name: string): Suggestion[] => {
    const unit = lookups.finder.find(name);
    if (typeof unit === 'string') {
      unknown.push(name);
      return [];
    }
    const at = row.quote.indexOf(name);
    const marks = at < 0 ? [] : [{ start: at, end: at + name.length }];
    const reasons = [{ kind: 'named' as const, text: row.quote, marks }];
    return [
      { unit: { id: unit.id, name: lookups.names.get(unit.id) ?? unit.name }, score: 1, reasons },
    ];
  };
  const [lead] = leadHint === undefined ? [] : resolve(leadHint);
  const co = coHints.flatMap(resolve);
  return [{ candidate: row.id, ...(lead === undefined ? {} : { lead }), co, unknown }];
}

/** The offices beside the document's unit: bureaus of the same city or county. */
async function officesOf(q: Query, unitId: string): Promise<FunctionalUnit[]> {
  const { rows } = await sql<FunctionalUnit>`
    select u.id, u.name, u.functions from unit u
    join unit own on own.city_id = u.city_id and own.id = ${unitId}
    where u.city_id = ${q.cityId} and u.closed_on is null and u.kind in ('department','office')
      and u.parent_id = case when own.kind in ('department','office','taskforce')
        then own.parent_id else own.id end
      and ${within('u.org_path', reachOf(q.actor))}
    order by u.sort, u.no`.execute(q.db);
  return rows;
}

/** Duty lines and led entries of units of the reader's reach, those nearest to the document first. */
async function speechesOf(q: Query, path: string): Promise<UnitSpeech[]> {
  const reach = reachOf(q.actor);
  const below = `${path}%`;
  const duties = await sql<UnitSpeech>`
    select d.unit_id as unit, 'duty' as kind, d.text from duty d
    join unit u on u.city_id = d.city_id and u.id = d.unit_id
    where d.city_id = ${q.cityId} and d.ended_on is null and u.closed_on is null
      and ${within('u.org_path', reach)}
    order by (u.org_path like ${below}) desc, length(u.org_path), d.id limit ${DUTIES}`.execute(
    q.db,
  );
  const led = await sql<UnitSpeech>`
    select e.lead_unit as unit, 'history' as kind, e.title as text, e.id as entry from entry e
    join unit u on u.city_id = e.city_id and u.id = e.lead_unit and u.closed_on is null
    where e.city_id = ${q.cityId} and e.kind = 'task' and e.state <> 'draft'
      and ${within('e.org_path', reach)}
    order by e.due_sort desc, e.id desc limit ${ENTRIES}`.execute(q.db);
  return [...duties.rows, ...led.rows];
}

async function entryNames(
  q: Query,
  speeches: readonly UnitSpeech[],
): Promise<ReadonlyMap<string, string>> {
  const ids = speeches.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  const { rows } = await sql<{ id: string; no: string }>`
    select id, no from entry where city_id = ${q.cityId} and id = any(${ids}::uuid[])`.execute(
    q.db,
  );
  return new Map(rows.map(({ id, no }) => [id, no]));
}

async function unitNames(q: Query): Promise<ReadonlyMap<string, string>> {
  const rows = await q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .where('closed_on', 'is', null)
    .select(['id', 'short_name'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.short_name]));
}
