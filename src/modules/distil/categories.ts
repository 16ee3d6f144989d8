import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { classify, type Labelled, type Model } from '#domain/classify/classifier.ts';
import { restoreModel, type StoredModel } from '#domain/classify/model-file.ts';
import { Refusal } from '#domain/refusal.ts';
import { categoriesOf, currentCampaign } from '#modules/campaign/campaigns.ts';
import { type Context, enqueue, type Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { type JobKind, type LongJob, longJob } from '#platform/jobs/job-kinds.ts';
import { trainInThread } from '#platform/workers/train-thread.ts';

type Answer = Sent<(typeof contract.suggestCategory)['output']>;

/** States in which somebody has confirmed what an entry is about. */
const CONFIRMED = [
  'listed',
  'assigned',
  'accepted',
  'underway',
  'blocked',
  'delivered',
  'closed',
] as const;
/** Of each class the newest: more taught nothing (measured, reference text.md A6). */
const ROWS_A_CLASS = 3000;
/** Fewer confirmed rows than this teach nothing that could be trusted. */
const LEAST_ROWS = 20;

interface Served {
  readonly id: string;
  readonly model: Model;
  readonly rows: number;
  readonly macroF1: number;
  readonly trainedAt: Date;
}

/** Models in use, by city and taxonomy: read once and kept until a newer one is trained. */
export class CategoryModels {
  readonly #served = new Map<string, Served>();

  async of(db: Db, cityId: number, taxonomy: string): Promise<Served | undefined> {
    const newest = await db
      .selectFrom('category_model')
      .where('city_id', '=', cityId)
      .where('taxonomy', '=', taxonomy)
      .orderBy('id', 'desc')
      .limit(1)
      .select(['id', 'rows', 'macro_f1', 'trained_at'])
      .executeTakeFirst();
    if (newest === undefined) return undefined;
    const key = `${cityId} ${taxonomy}`;
    const kept = this.#served.get(key);
    if (kept?.id === newest.id) return kept;
    const { model } = await db
      .selectFrom('category_model')
      .where('city_id', '=', cityId)
      .where('id', '=', newest.id)
      .select('model')
      .executeTakeFirstOrThrow();
    const stored = JSON.parse((await promisify(gunzip)(Buffer.from(model, 'base64'))).toString());
    const served: Served = {
      id: newest.id,
      model: restoreModel(stored as StoredModel),
      rows: newest.rows,
      macroF1: newest.macro_f1,
      trainedAt: newest.trained_at,
    };
    this.#served.set(key, served);
    return served;
  }
}

/** 分类建议: the first three with the margin; `sure` only above what measured 95 % precision. */
export async function suggestCategory(
  q: Query,
  input: InputOf<typeof contract.suggestCategory>,
  models: CategoryModels,
): Promise<Answer> {
  const { code, names } = await taxonomyOf(q, input);
  const none: Answer = { top: [], margin: 0, sure: false };
  if (code === undefined || input.title === '') return none;
  const served = await models.of(q.db, q.cityId, code);
  if (served === undefined) return none;
  const { rows, macroF1, trainedAt } = served;
  const told = { title: input.title, body: input.detail };
  const { top, margin, isSure } = classify(served.model, told, served.model.labels.length);
  return {
    // A facet that the taxonomy has no longer is not suggested.
    top: top
      .flatMap(({ label, score }) => {
        const name = names.get(label);
        return name === undefined ? [] : [{ code: label, name, score }];
      })
      .slice(0, 3),
    margin,
    sure: isSure,
    model: { rows, macroF1, trainedAt: trainedAt.toISOString() },
  };
}

async function taxonomyOf(
  q: Query,
  input: { readonly campaign?: string | undefined; readonly taxonomy?: string | undefined },
): Promise<{ code: string | undefined; names: ReadonlyMap<string, string> }> {
  if (input.taxonomy !== undefined) {
    const { rows } = await sql<{ code: string; name: string }>`
      select f.code, f.name from facet f
      where f.city_id = ${q.cityId} and f.taxonomy_id = (
        select t.id from taxonomy t where t.city_id = ${q.cityId} and t.code = ${input.taxonomy}
        order by t.version desc limit 1)`.execute(q.db);
    if (rows.length === 0) throw new Refusal('not-found', { taxonomy: input.taxonomy });
    return { code: input.taxonomy, names: new Map(rows.map((row) => [row.code, row.name])) };
  }
  const campaign = input.campaign ?? (await currentCampaign(q.db, q.cityId, q.today));
  if (campaign === undefined) return { code: undefined, names: new Map() };
  const row = await q.db
    .selectFrom('campaign as c')
    .innerJoin('taxonomy as t', (join) =>
      join.onRef('t.city_id', '=', 'c.city_id').onRef('t.id', '=', 'c.taxonomy_id'),
    )
    .where('c.city_id', '=', q.cityId)
    .where('c.id', '=', campaign)
    .select('t.code')
    .executeTakeFirst();
  const facets = await categoriesOf(q.db, q.cityId, campaign);
  return { code: row?.code, names: new Map(facets.map((facet) => [facet.code, facet.name])) };
}

interface TrainArgs {
  readonly taxonomy: string;
}

export async function trainCategories(
  ctx: Context,
  { taxonomy }: InputOf<typeof contract.trainCategories>,
): Promise<{ job: string }> {
  const known = await ctx.tx
    .selectFrom('taxonomy')
    .where('city_id', '=', ctx.cityId)
    .where('code', '=', taxonomy)
    .select('id')
    .executeTakeFirst();
  if (known === undefined) throw new Refusal('not-found', { taxonomy });
  return { job: await enqueue(ctx, 'train-categories', { taxonomy } satisfies TrainArgs) };
}

/** 训练分类: from confirmed rows, in a thread; the model is stored as data and serves at once. */
export const trainJob: JobKind = longJob<TrainArgs>('train-categories', (job, db) =>
  train(job, db, job.args.taxonomy),
);

/** Corrections since the last training that are worth another one (reference text.md A6). */
const WORTH_IT = 50;

/** Every taxonomy in use whose confirmed rows have changed enough is learnt anew. */
export const retrainJob: JobKind = longJob('retrain-categories', async (job, db) => {
  const { rows } = await sql<{ code: string }>`
    select x.code from taxonomy x
    join campaign c on c.city_id = x.city_id and c.taxonomy_id = x.id
    where x.city_id = ${job.cityId} and (
      select count(*) from (
        select 1 from entry e where e.city_id = x.city_id and e.campaign_id = c.id and e.category <> ''
          and e.updated_at > coalesce((select max(m.trained_at) from category_model m
            where m.city_id = x.city_id and m.taxonomy = x.code), '-infinity') limit ${WORTH_IT}) changed) >= ${WORTH_IT}
    group by x.code`.execute(db);
  const trained: object[] = [];
  for (const { code } of rows) {
    if (await job.cancelled()) break;
    trained.push({ taxonomy: code, ...(await train(job, db, code)) });
  }
  return { trained };
});

async function train(job: LongJob, db: Db, taxonomy: string): Promise<object> {
  const rows = await confirmedRows(db, job.cityId, taxonomy);
  const classes = new Set(rows.map(({ label }) => label)).size;
  if (classes < 2 || rows.length < LEAST_ROWS) return { rows: rows.length, trained: false };
  await job.report(0, rows.length);
  const { model, macroF1 } = await trainInThread(withTexts(db, job.cityId, rows));
  const packed = (await promisify(gzip)(JSON.stringify(model))).toString('base64');
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('category_model')
      .values({
        city_id: job.cityId,
        id: newId(job.now().getTime()),
        taxonomy,
        rows: rows.length,
        macro_f1: macroF1,
        auto_margin: model.autoMargin ?? null,
        model: packed,
        trained_at: job.now(),
      })
      .execute();
    await job.report(rows.length, rows.length, tx);
  });
  return { rows: rows.length, classes, macroF1, trained: true };
}

interface Confirmed {
  readonly id: string;
  readonly label: string;
}

/** What persons have put under each category: the campaign's own column, and the facets of further taxonomies. */
async function confirmedRows(db: Db, cityId: number, taxonomy: string): Promise<Confirmed[]> {
  const { rows } = await sql<Confirmed>`
    select id, label from (
      select e.id, c.label,
        row_number() over (partition by c.label order by e.id desc) as place
      from (
        select e.id, e.category as label from entry e
        join campaign m on m.city_id = e.city_id and m.id = e.campaign_id
        join taxonomy x on x.city_id = m.city_id and x.id = m.taxonomy_id and x.code = ${taxonomy}
        where e.city_id = ${cityId} and e.category <> ''
        union all
        select f.entry_id, f.code from entry_facet f
        join taxonomy x on x.city_id = f.city_id and x.id = f.taxonomy_id and x.code = ${taxonomy}
        where f.city_id = ${cityId}) c
      join entry e on e.city_id = ${cityId} and e.id = c.id and e.kind = 'problem'
      where e.state in (${sql.join([...CONFIRMED])})) labelled
    where place <= ${ROWS_A_CLASS}`.execute(db);
  return rows;
}

/** So many texts at a time: reading and handing over thousands would hold the house up. */
const PAGE = 250;

async function* withTexts(
  db: Db,
  cityId: number,
  rows: readonly Confirmed[],
): AsyncIterable<readonly Labelled[]> {
  for (let at = 0; at < rows.length; at += PAGE) {
    const page = rows.slice(at, at + PAGE);
    const texts = await db
      .selectFrom('entry as e')
      .innerJoin('entry_text as t', (join) =>
        join.onRef('t.city_id', '=', 'e.city_id').onRef('t.entry_id', '=', 'e.id'),
      )
      .where('e.city_id', '=', cityId)
      .where(
        'e.id',
        'in',
        page.map(({ id }) => id),
      )
      .select(['e.id', 'e.title', 't.detail as body'])
      .execute();
    const byId = new Map(texts.map((text) => [text.id, text]));
    yield page.flatMap(({ id, label }) => {
      const text = byId.get(id);
      return text === undefined ? [] : [{ title: text.title, body: text.body, label }];
    });
  }
}
