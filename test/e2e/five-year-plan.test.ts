import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchWords } from '#modules/org/unit-store.ts';
import { newId } from '#platform/ids.ts';
import { planReport } from '#test/documents/plan-report.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { buildDesk } from '../../src/build-desk.ts';
import { CHROME, openBrowser, signIn } from './desk-stage.ts';
import { NOW, openStage, type Stage } from './lite-stage.ts';

const REPORT = planReport();
/** A real report for measuring lies beside the project on some machines; it is no part of it. */
const SEEDS = join(import.meta.dirname, '../../../shared/corpus/seeds');
const REAL = existsSync(SEEDS)
  ? readdirSync(SEEDS).find((name) => name.startsWith('003'))
  : undefined;

/** A whole five-year report, from the file to assigned entries of the ledger, by keyboard. */
describe.skipIf(!existsSync(CHROME))('a five-year report by keyboard', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    buildDesk();
    stage = await openStage();
    for (const [i, name] of REPORT.bureaus.entries()) await addBureau(stage, name, 100 + i);
    base = await stage.listen();
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

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

  test.skipIf(REAL === undefined)(
    'a real report is judged within two keystrokes a sentence',
    async () => {
      const { page } = await signIn(browser, base, 'cityoffice');
      await page.clock.setFixedTime(NOW);
      const { sentences, keys } = await judge(page, readFileSync(join(SEEDS, REAL ?? ''), 'utf8'));
      process.stderr.write(
        `a real report: ${sentences} sentences of its plan part, ${keys} keystrokes\n`,
      );
      expect(sentences).toBeGreaterThan(170);
      expect(keys).toBeLessThanOrEqual(2 * sentences);
      await page.context().close();
    },
    300_000,
  );

  test('every figure right, every sentence accounted for, at most two keystrokes an item', async () => {
    const { page, complaints } = await signIn(browser, base, 'cityoffice');
    await page.clock.setFixedTime(NOW);
    const { sentences, keys: judging } = await judge(page, REPORT.text);
    expect(sentences).toBe(REPORT.sentences);
    let keys = judging;
    const press = async (key: string): Promise<void> => {
      keys += 1;
      await page.keyboard.press(key);
    };

    // Leads: a day for all that name none, 1 where several come near, C for everything.
    await press('l');
    const day = page.getByLabel(/^没写时限的.*各标题统一定为/);
    await day.waitFor();
    for (
      let i = 0;
      i < 60 && !(await day.evaluate((one) => one === document.activeElement));
      i += 1
    )
      await press('Tab');
    await page.keyboard.type('2030-12-31');
    keys += 10;
    await press('Tab');
    const headings = page.locator('section[aria-label]').filter({ has: page.locator('fieldset') });
    const groups = await headings.count();
    for (let i = 0; i < groups; i += 1) {
      const one = headings.nth(i);
      const isChosen = (await one.locator('input[type=radio]:checked').count()) > 0;
      const isOffered = (await one.locator('input[type=radio]').count()) > 0;
      if (isChosen || !isOffered) continue;
      while ((await one.getAttribute('aria-current')) !== 'true') await press('j');
      await press('1');
    }
    await press('c');
    await page
      .getByText(/已定责 \d+ 条任务/)
      .first()
      .waitFor();
    await press('l');

    await press('d');
    const submit = page.locator('dialog[open] button[type=submit]');
    await submit.waitFor();
    for (
      let i = 0;
      i < 12 && !(await submit.evaluate((one) => one === document.activeElement));
      i += 1
    )
      await press('Tab');
    await press('Enter');
    await page.getByText(/已生成 \d+ 条任务，其中 \d+ 条已下达/).waitFor();

    const entries = await stage.database.db
      .selectFrom('entry as e')
      .innerJoin('unit as u', (join) =>
        join.onRef('u.city_id', '=', 'e.city_id').onRef('u.id', '=', 'e.lead_unit'),
      )
      .where('e.source', '=', 'document')
      .select(['e.title', 'e.state', 'u.name'])
      .execute();
    const figures = await figuresRead(stage);
    process.stderr.write(
      `${REPORT.sentences} sentences, ${figures.length} targets: ${judging} keystrokes to judge, ${keys} in all; ${entries.length} entries with a lead\n`,
    );
    expect(judging).toBeLessThanOrEqual(2 * REPORT.sentences);
    expect(keys).toBeLessThanOrEqual(2 * REPORT.sentences);
    expect(figures).toEqual(REPORT.figures);
    expect(entries.length).toBeGreaterThan(0.7 * REPORT.sentences);
    expect(entries.filter(({ state }) => state === 'underway')).toHaveLength(entries.length);
    const school = entries.find(({ title }) => title.includes('公办幼儿园'));
    expect(school?.name).toBe('市教育局');
    expect(complaints).toEqual([]);
  }, 300_000);
});

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

/** The words of every target that was taken, in the order of the text. */
async function figuresRead({ database }: Stage): Promise<string[]> {
  const { rows } = await sql<{ words: string }>`
    select substr(t.raw, c.start_at + 1, c.end_at - c.start_at) as words from candidate c
    join document_text t on t.city_id = c.city_id and t.document_id = c.document_id
    join document d on d.city_id = c.city_id and d.id = c.document_id
    where c.kind = 'target' and c.state = 'accepted' and d.title like '%河东市%' order by c.start_at`.execute(
    database.db,
  );
  return rows.map(({ words }) => words);
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
