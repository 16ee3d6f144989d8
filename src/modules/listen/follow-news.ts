import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/citizen.ts';
import { mayBeTold, type NewsPort } from '#domain/voice/news.ts';
import { Refusal } from '#domain/refusal.ts';
import type { ListenKeys } from './listen-keys.ts';
import { wayToTell } from './vault/claim-news.ts';
import { newsWish, sawNews, wishForNews } from './vault/news-store.ts';
import type { Voice } from './voice-load.ts';
import type { Here } from './voice-store.ts';

type News = Sent<typeof contract.Followed>['news'];

/** How he is told; nothing where there is no way to tell him, so that nobody is offered what will not come. */
export async function newsOf(keys: ListenKeys, at: Here, voice: Voice): Promise<News> {
  if (keys.tells.length === 0 || !mayBeTold(voice.kind)) return undefined;
  const { wished, unfit, sentOn } = await newsWish(at, voice.id);
  if (!wished && (await fittingWay(keys, at, voice)) === undefined) return undefined;
  await sawNews(at, voice.id);
  return { on: wished, unfit, sentOn: [...sentOn] };
}

async function fittingWay(
  { tells: ports, installation }: ListenKeys,
  at: Here,
  { id, kind }: Voice,
): Promise<NewsPort | undefined> {
  if (ports.length === 0 || !mayBeTold(kind)) return undefined;
  return await wayToTell(at, { ports, installation }, id);
}

/** On or off. @throws Refusal `no-telling` where what he left can be reached by no way there is. */
export async function setNews(
  keys: ListenKeys,
  at: Here,
  voice: Voice,
  on: boolean,
): Promise<void> {
  const { wished } = await newsWish(at, voice.id);
  const port = on ? await fittingWay(keys, at, voice) : undefined;
  if (on && port === undefined) throw new Refusal('no-telling');
  if (wished !== on) await wishForNews(at, voice.id, on, port);
}
