import * as account from '#contract/sign-in.ts';
import * as entries from '#contract/entry.ts';
import * as moves from '#contract/list-moves.ts';
import * as hand from '#contract/hand-over.ts';
import * as overview from '#contract/overview.ts';
import * as views from '#contract/saved-view.ts';
import type { Stage } from './scenario.ts';

/** A red picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

/** What the desk asks for itself: the overview, views, and an entry handed over to a phone. */
export async function deskStory(stage: Stage): Promise<void> {
  const { api, password, unit } = stage;
  const { headers } = await api.call(account.login, undefined, { login: 'town', password });
  const town = { cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  await api.call(overview.readOverview, town, {});
  await api.call(overview.watchOverview, town, { single: true });
  await api.call(entries.countEntries, town, { overdue: true });
  const view = await api.call(views.saveView, town, {
    place: 'problems',
    name: '本镇超期',
    query: { search: { overdue: true, sort: 'due' }, hidden: ['updated'] },
    unit: unit.town,
  });
  const id = String(view.body['id']);
  await api.call(views.renameView, town, { id, name: '本镇已超期' });
  await api.call(views.listViews, town);
  await api.call(views.dropView, town, { id });
  const raised = await api.call(moves.raiseEntry, town, {
    kind: 'problem',
    title: '河堤护栏缺失一段',
    source: 'visit',
    level: 'unit',
  });
  await stage.settle();
  const link = await api.call(hand.beginHandOver, town, {
    id: String(raised.body['id']),
    purpose: 'progress',
  });
  const word = String(link.body['word']);
  await api.call(hand.openHandOver, undefined, { word });
  const photo = { word, form: 'a1b2c3', name: '护栏.png', at: 0 };
  await api.call(hand.uploadByHandOver, undefined, photo, PIXEL);
  await api.call(hand.readHandOver, town, { id: String(link.body['id']) });
}
