import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Finding, isClaimed, isListed } from '#domain/entry/entry.ts';
import { type Verdict, verdictOf, VERDICTS } from '#domain/entry/verdict.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { recordCheck } from '#modules/verify/check-entry.ts';
import { sendBackEntry } from '#modules/verify/close-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { type Detail, problemAt } from '#test/laws/lives.ts';
import { testDatabase } from '#test/template.ts';
import { type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { loadEntries } from './entry-load.ts';
import { foldCounts } from './fold-counts.ts';
import { listEntries } from './list-entries.ts';
import { readOverview } from './overview-figures.ts';

let database: Database;
let city: TinyCity;
let clock = Date.parse('2026-05-23T04:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  const { db } = database;
  await problemAt(db, city, 'accepted');
  await problemAt(db, city, 'delivered');
  await problemAt(db, city, 'closed');
  await checked('confirmed');
  await checked('partly');
  await checked('cannot_verify');
  // A superior's look says nothing of the claim.
  await checked('not_confirmed', 'eastOffice');
  await sentBack(await checked('not_confirmed'));
  const back = await sentBack(await checked('not_confirmed'));
  await act('townLiaison', (ctx) => deliverEntry(ctx, { ...at(back), note: '重新整改完毕' }));
});
afterAll(() => database.close());

function at({ id, version }: Detail): { id: string; version: number } {
  return { id, version };
}

function act(who: PostKey, work: Parameters<TinyCity['act']>[2]): Promise<Detail> {
  return city.act(database.db, who, work, new Date((clock += 1000))) as Promise<Detail>;
}

async function checked(finding: Finding, who: PostKey = 'inspector'): Promise<Detail> {
  const done = await problemAt(database.db, city, 'delivered');
  return act(who, (ctx) =>
    recordCheck(ctx, { ...at(done), method: 'on_site', finding, note: '到现场看过' }),
  );
}

function sentBack(entry: Detail): Promise<Detail> {
  return act('eastOffice', (ctx) => sendBackEntry(ctx, { ...at(entry), reason: '还差一处' }));
}

async function idsOf(finding?: Verdict[]): Promise<string[]> {
  return listed(finding === undefined ? {} : { finding });
}

async function listed(filter: { finding?: Verdict[]; checked?: boolean }): Promise<string[]> {
  const q = city.ask(database.db, 'cityOffice');
  const { items } = await listEntries(q, { ...filter, sort: 'oldest', limit: 100 });
  return items.map((item) => item.id);
}

test('the filter finds what the rule says, every entry under exactly one verdict', async () => {
  const all = await idsOf();
  const entries = await loadEntries(database.db, 1, all);
  const rule = Map.groupBy(all, (id) => {
    const entry = entries.get(id);
    return entry === undefined ? 'none' : verdictOf(entry);
  });
  expect([...rule.keys()].toSorted()).toEqual([...VERDICTS].toSorted());
  for (const verdict of VERDICTS) expect(await idsOf([verdict])).toEqual(rule.get(verdict));
  expect(await idsOf(['none', 'partly'])).toEqual(
    all.filter((id) => rule.get('none')?.includes(id) || rule.get('partly')?.includes(id)),
  );
});

test('the verified rate opens every entry others came to a conclusion on, whatever became of it', async () => {
  const all = await idsOf();
  const entries = await loadEntries(database.db, 1, all);
  const checks = (id: string): number =>
    entries
      .get(id)
      ?.checks.filter((one) => one.assurance !== 'superior' && one.finding !== 'cannot_verify')
      .length ?? 0;
  const rows = await listed({ checked: true });
  expect(rows).toEqual(all.filter((id) => checks(id) > 0));
  expect(await listed({ checked: false })).toEqual(all.filter((id) => checks(id) === 0));
  const { checked: sample } = await readOverview(city.ask(database.db, 'cityOffice'), {
    kind: 'problem',
  });
  expect(sample.n).toBe(rows.reduce((sum, id) => sum + checks(id), 0));
  // Among them one sent back, and one sent back and reported anew, which the verdict alone would not find.
  expect(rows.length).toBeGreaterThan((await idsOf(['confirmed'])).length);
});

test('the overview counts the rows its links open, folded or not', async () => {
  const entries = await loadEntries(database.db, 1, await idsOf());
  const count = (wanted: Verdict[], fits: typeof isListed): number =>
    [...entries.values()].filter((entry) => fits(entry.state) && wanted.includes(verdictOf(entry)))
      .length;
  const told = {
    upheld: count(['confirmed'], isClaimed),
    failed: count(['partly', 'not_confirmed'], isListed),
    none: count(['none'], isClaimed),
  };
  expect(told).toEqual({ upheld: 2, failed: 2, none: 4 });
  const ask = () =>
    readOverview(city.ask(database.db, 'cityOffice'), { kind: 'problem', verdicts: true });
  expect((await ask()).verdicts).toEqual(told);
  await foldCounts(database.db, 1);
  expect((await ask()).verdicts).toEqual(told);
});
