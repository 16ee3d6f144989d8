import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchWords } from '#modules/org/unit-store.ts';
import { newId } from '#platform/ids.ts';
import { planReport } from '#test/documents/plan-report.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { CHROME, signIn } from './desk-stage.ts';
import { NOW, type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

const REPORT = planReport();
const TODAY = NOW.toISOString().slice(0, 10);
/**
 * A real five-year report of the kind, for measuring: LUOSHI_REAL_REPORT names its file. No part of the
 * project; without it that one test is skipped.
 */
const REAL = process.env['LUOSHI_REAL_REPORT'];
if (REAL === undefined)
  process.stderr.write('LUOSHI_REAL_REPORT is not set: no real report is handed down\n');

/** A whole five-year report, from the file to assigned entries of the ledger, by keyboard. */
describe.skipIf(!existsSync(CHROME))('a five-year report by keyboard', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    for (const [i, name] of REPORT.bureaus.entries()) await addBureau(stage, name, 100 + i);
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  /** A whole report judged: how many sentences its plan part has, and by how many keystrokes. */
  async function judge(page: Page, text: string): Promise<{ sentences: number; keys: number }> {
    await page.goto(`${base}/documents`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '报告.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('[data-card]').first().waitFor();
    const told = page.getByText(/^部署部分/);
    let keys = 0;
    // B takes all that is certain under a heading, A what is left one by one.
    for (let turn = 0; turn < 500; turn += 1) {
      if ((await told.innerText()).endsWith('每一句都有着落') && !(await isOpenLeft(page))) break;
      const before = await page.locator('[aria-current=true]').innerText();
      const isAlone = /铺垫句|规则没有识出|拿不准|口径待明确|只说目标|已修复/.test(before);
      const pressed = async (key: string): Promise<void> => {
        keys += 1;
        await page.keyboard.press(key);
        await settled(page, before);
      };
      await pressed(isAlone ? 'a' : 'b').catch(() => pressed('a').catch(() => undefined));
    }
    const [, sentences] = /部署部分 (\d+) 句，每一句都有着落/.exec(await told.innerText()) ?? [];
    return { sentences: Number(sentences), keys };
  }

  test('every figure right, every sentence accounted for, at most two keystrokes an item', async () => {
    const { page, complaints } = await signIn(browser, base, 'cityoffice');
    await page.clock.setFixedTime(NOW);
    const { sentences, keys: judging } = await judge(page, REPORT.text);
    expect(sentences).toBe(REPORT.sentences);
    const keys = judging + (await assignLeads(page)) + (await handDown(page));
    const entries = (await entriesOfLast(stage)).filter(({ unit }) => unit !== null);
    const figures = (await figuresOfLast(stage)).map(({ words }) => words);
    process.stderr.write(
      `${REPORT.sentences} sentences, ${figures.length} targets: ${judging} keystrokes to judge, ${keys} in all; ${entries.length} entries with a lead\n`,
    );
    expect(judging).toBeLessThanOrEqual(2 * REPORT.sentences);
    expect(keys).toBeLessThanOrEqual(2 * REPORT.sentences);
    expect(figures).toEqual(REPORT.figures);
    expect(entries.length).toBeGreaterThan(0.7 * REPORT.sentences);
    expect(entries.filter(({ state }) => state === 'underway')).toHaveLength(entries.length);
    const school = entries.find(({ title }) => title.includes('公办幼儿园'));
    expect(school?.unit).toBe('市教育局');
    expect(complaints).toEqual([]);
  }, 300_000);

  test.skipIf(REAL === undefined)(
    'a real report goes from its file to assigned entries within two keystrokes a sentence',
    async () => {
      for (const [i, name] of OTHER_OFFICES.entries()) await addBureau(stage, name, 200 + i);
      const { page } = await signIn(browser, base, 'cityoffice');
      await page.clock.setFixedTime(NOW);
      const started = performance.now();
      const { sentences, keys: judging } = await judge(page, readFileSync(REAL ?? '', 'utf8'));
      const keys = judging + (await assignLeads(page, OFFICE)) + (await handDown(page));
      const minutes = (performance.now() - started) / 60_000;
      const entries = await entriesOfLast(stage);
      const figures = await figuresOfLast(stage);
      const led = entries.filter(({ unit }) => unit !== null);
      process.stderr.write(
        `a real report: ${sentences} sentences, ${figures.length} targets; ${judging} keystrokes to judge, ${keys} in all, ${minutes.toFixed(1)} minutes by machine; ${entries.length} entries, ${led.length} with a lead\n`,
      );
      const out = process.env['LUOSHI_REAL_REPORT_OUT'];
      if (out !== undefined) writeFileSync(out, JSON.stringify({ entries, figures }, null, 1));
      expect(sentences).toBeGreaterThan(150);
      expect(keys).toBeLessThanOrEqual(2 * (sentences + figures.length));
      expect(led).toHaveLength(entries.length);
      // What was due before it was read stays a draft until somebody sets a day for it.
      const open = led.filter(({ deadline }) => (deadline ?? '') >= TODAY);
      expect(open.filter(({ state }) => state === 'underway')).toHaveLength(open.length);
      await page.context().close();
    },
    600_000,
  );
});

/** Leads: a day for all that name none, 1 where several come near, a name where nobody is offered, C for all. */
async function assignLeads(page: Page, office?: string): Promise<number> {
  let keys = 0;
  const press = async (key: string): Promise<void> => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await press('l');
  const day = page.getByLabel(/^没写时限的.*各标题统一定为/);
  await day.waitFor();
  for (let i = 0; i < 60 && !(await isFocused(day)); i += 1) await press('Tab');
  await page.keyboard.type('2030-12-31');
  keys += 10;
  await press('Tab');
  const headings = page.locator('section[aria-label]').filter({ has: page.locator('fieldset') });
  const groups = await headings.count();
  const unoffered: number[] = [];
  for (let i = 0; i < groups; i += 1) {
    const one = headings.nth(i);
    if ((await one.locator('input[type=radio]:checked').count()) > 0) continue;
    if ((await one.locator('input[type=radio]').count()) === 0) {
      unoffered.push(i);
      continue;
    }
    while ((await one.getAttribute('aria-current')) !== 'true') await press('j');
    await press('1');
  }
  for (const i of office === undefined ? [] : unoffered) {
    const one = headings.nth(i);
    while ((await one.getAttribute('aria-current')) !== 'true')
      await press((await standsAfter(headings, i)) ? 'k' : 'j');
    await press('u');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.type(office ?? '');
    keys += office?.length ?? 0;
    await page.getByRole('option').first().waitFor();
    await press('Enter');
    await one.getByRole('button', { name: '确认这个标题' }).isEnabled();
    await press('Shift+Tab');
  }
  await press('c');
  await page
    .getByText(/已定责 \d+ 条任务/)
    .first()
    .waitFor();
  await press('l');
  return keys;
}

/** Offices that a city has beside the bureaus of the made report. */
const OTHER_OFFICES =
  '市政府办公室 市委组织部 市委宣传部 市委统战部 市委政法委 市纪委监委 市发展和改革委员会 市财政局 市商务局 市投资促进局 市自然资源和规划局 市民政局 市公安局 市司法局 市行政审批服务管理局 市国资委 市能源局 市园林局 市市场监督管理局 市退役军人事务局'.split(
    ' ',
  );

/** The office that leads what no bureau is offered for. */
const OFFICE = '市政府办';

/** Is the current heading one after the one sought? */
async function standsAfter(headings: Locator, sought: number): Promise<boolean> {
  const marks = await headings.evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-current')),
  );
  return marks.indexOf('true') > sought;
}

async function isFocused(field: Locator): Promise<boolean> {
  return await field.evaluate((one) => one === document.activeElement);
}

async function handDown(page: Page): Promise<number> {
  let keys = 1;
  await page.keyboard.press('d');
  const submit = page.locator('dialog[open] button[type=submit]');
  await submit.waitFor();
  for (let i = 0; i < 12 && !(await isFocused(submit)); i += 1) {
    keys += 1;
    await page.keyboard.press('Tab');
  }
  keys += 1;
  await page.keyboard.press('Enter');
  await page.getByText(/已生成 \d+ 条任务，其中 \d+ 条已下达/).waitFor({ timeout: 90_000 });
  return keys;
}

/** Is there a card that still asks for a word? */
async function isOpenLeft(page: Page): Promise<boolean> {
  return (await page.locator('[data-card]').filter({ hasText: '待核' }).count()) > 0;
}

/** Wait a moment until another card is the current one. */
async function settled(page: Page, before: string): Promise<void> {
  await page.waitForFunction(
    (was) => {
      const now = document.querySelector<HTMLElement>('[aria-current=true]')?.innerText;
      return now !== undefined && now !== was;
    },
    before,
    { timeout: 1500, polling: 30 },
  );
}

/** The entries of the document that came in last, in the order of the text, with who leads. */
async function entriesOfLast({ database }: Stage): Promise<EntryMade[]> {
  const { rows } = await sql<EntryMade>`
    select e.title, e.state, u.name as unit, e.deadline::text as deadline,
      substr(t.raw, c.start_at + 1, c.end_at - c.start_at) as words from candidate c
    join document_text t on t.city_id = c.city_id and t.document_id = c.document_id
    join entry e on e.city_id = c.city_id and e.id = c.entry_id
    left join unit u on u.city_id = e.city_id and u.id = e.lead_unit
    where c.document_id = (${LAST}) order by c.start_at`.execute(database.db);
  return rows;
}

/** Every figure of it that was taken. */
async function figuresOfLast({ database }: Stage): Promise<FigureTaken[]> {
  const { rows } = await sql<FigureTaken>`
    select substr(t.raw, c.start_at + 1, c.end_at - c.start_at) as words, c.proposal as read
    from candidate c
    join document_text t on t.city_id = c.city_id and t.document_id = c.document_id
    where c.kind = 'target' and c.state = 'accepted' and c.document_id = (${LAST})
    order by c.start_at`.execute(database.db);
  return rows;
}

const LAST = sql`select id from document order by id desc limit 1`;

interface EntryMade {
  readonly title: string;
  readonly words: string;
  readonly state: string;
  readonly unit: string | null;
  readonly deadline: string | null;
}

interface FigureTaken {
  readonly words: string;
  readonly read: unknown;
}

async function addBureau({ database, city }: Stage, name: string, no: number): Promise<void> {
  const id = newId();
  const { db } = database;
  await db
    .insertInto('unit')
    .values({
      city_id: CITY,
      id,
      no,
      code: `B${no}`,
      name,
      short_name: name,
      kind: 'department',
      parent_id: city.unit.city.id,
      org_path: `${city.unit.city.path}${no}.`,
      county_no: 0,
      created_at: NOON,
    })
    .execute();
  const words = searchWords({ name, shortName: name, code: `B${no}` });
  const tsv = sql<string>`array_to_tsvector(${words}::text[])`;
  await db.insertInto('unit_search').values({ city_id: CITY, unit_id: id, tsv }).execute();
}
