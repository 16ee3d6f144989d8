import type { Campaigns } from './campaigns.ts';
import type { Duty } from './duty.ts';
import { beginStory, type Premise } from './history.ts';
import type { CityUnit, Organisation } from './organisation.ts';
import { facetsOf } from './premise.ts';
import { filled } from './statement.ts';
import { move, pass, type Story, type Teller } from './story.ts';
import {
  apartFrom,
  addMeasures,
  assuredBy,
  deadlineFor,
  setParties,
  tellBlock,
  tellCheck,
  tellClosing,
  tellCoReport,
  tellDelivery,
  tellProgress,
} from './work.ts';
import { TASK_OPENINGS, TASKS } from './words/phrases.ts';

const FATES = { draft: 3, underway: 24, blocked: 3, delivered: 20, accepted_done: 50 } as const;

const RESULT = '资料齐全，数据已核对，请验收';

/** Tell a task: something the city or a county decided, handed to a department. */
export function tellTask(
  teller: Teller,
  {
    duty,
    campaigns,
    organisation,
  }: { duty: Duty; campaigns: Campaigns; organisation: Organisation },
  { no, createdAt }: { no: string; createdAt: number },
): Story {
  const { chance } = teller;
  const words = chance.pick(TASKS);
  const county = chance.happens(0.4) ? chance.pick(organisation.counties) : undefined;
  const level = county === undefined ? 'city' : 'county';
  const origin: CityUnit = county ?? organisation.city;
  const lead = duty.department(chance, origin, level, words.functions[0] ?? '');
  const other = duty.department(chance, origin, level, '财政');
  const co = other === lead || chance.happens(0.5) ? [] : [other];
  const place = county === undefined ? '全市' : county.name;
  const fate = chance.weighted(FATES);
  const title = `${place}${filled(chance, chance.pick(words.titles))}`;
  const premise: Premise = {
    level,
    origin,
    lead,
    co,
    no,
    createdAt,
    title,
    id: chance.id(createdAt),
    campaignId: campaigns.present.id,
    detail: `${filled(chance, chance.pick(TASK_OPENINGS))}，年内${title}，按季度报进度。`,
    cause: '',
    category: chance.pick(campaigns.present.taxonomy.facets).code,
    facets: facetsOf({ campaigns }, chance.pick(campaigns.serves.facets).code, words.functions[0]),
    isKey: chance.happens(0.35),
    source: chance.happens(0.7) ? 'document' : 'meeting',
    sourceNo: `昀发〔${new Date(createdAt).getUTCFullYear()}〕${chance.between(1, 60)}号`,
    foundBy: undefined,
    words: { measures: words.measures, result: RESULT },
    fate: fate === 'accepted_done' || fate === 'delivered' ? 'closed' : 'underway',
    selfMend: false,
    survivor: undefined,
  };
  const story = beginStory(teller, premise, 'task');
  if (fate === 'draft') return story;
  tellIssued(teller, story, { duty, premise, fate });
  return story;
}

function tellIssued(
  teller: Teller,
  story: Story,
  { duty, premise, fate }: { duty: Duty; premise: Premise; fate: keyof typeof FATES },
): void {
  const { chance } = teller;
  const { lead, co, words, origin, level } = premise;
  pass(teller, story, 4);
  const open = fate === 'underway' || fate === 'blocked';
  const due = deadlineFor(teller, story, open);
  addMeasures(teller, story, words, due);
  setParties(story, lead, co);
  const change = {
    leadUnit: lead.id,
    orgPath: lead.path,
    progress: 0,
    reviewOn: undefined,
    ...due,
  };
  const because = { lead: lead.short, co: co.map((unit) => unit.short) };
  move(teller, story, 'issue', duty.office(chance, origin, level), change, because);
  const worker = duty.worker(lead);
  tellProgress(teller, story, { by: worker, times: chance.between(1, 4) });
  tellCoReport(teller, story, duty);
  if (fate === 'blocked') return tellBlock(teller, story, worker, false);
  if (fate === 'underway') return;
  tellDelivery(teller, story, { by: worker, words, days: 20 });
  if (fate === 'delivered') return;
  const assured = assuredBy(teller, story.record);
  const by =
    assured === 'superior' ? duty.superior(lead, [lead, ...co]) : duty.independent(chance, lead);
  tellCheck(teller, story, {
    by,
    assured,
    finding: 'confirmed',
    approver: duty.approver(story.record, lead, apartFrom(story, by)),
  });
  tellClosing(teller, story);
}
