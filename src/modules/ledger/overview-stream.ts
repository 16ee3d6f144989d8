import type { Parsed } from '#contract/operation.ts';
import * as contract from '#contract/overview.ts';
import type { Actor } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import type { WhoIs } from '#modules/org/who-is.ts';
import { dayOf } from '#platform/command.ts';
import { type Direct, direct, type Route } from '#platform/http.ts';
import { type EventStream, openEventStream } from '#platform/http-events.ts';
import { type OverviewInput, readOverview } from './overview-figures.ts';

type Input = Parsed<(typeof contract.watchOverview)['input']>;

/** How often the figures are read anew, in milliseconds; all screens of a process are told together. */
const EVERY_MS = 30_000;
/** One person's screens, and those of the whole process; beyond it the oldest of his, or the newcomer, gives way. */
const MOST_OWN = 4;
const MOST = 200;

interface Screen {
  readonly call: Direct;
  readonly actor: Actor;
  readonly input: OverviewInput;
  readonly stream: EventStream;
  readonly since: number;
}

/**
 * The wall (驾驶舱): figures pushed to every screen that is open. One reading serves all screens that see the
 * same; at each turn every screen's session is asked for anew, and one that has ended is closed.
 */
export function overviewStream(whoIs: (call: Direct) => WhoIs, everyMs = EVERY_MS): Route {
  const screens = new Set<Screen>();
  let timer: NodeJS.Timeout | undefined;

  const turn = async (): Promise<void> => {
    const groups = new Map<string, Screen[]>();
    for (const screen of screens) {
      const actor = await actorNow(whoIs(screen.call), screen);
      if (actor === undefined) screen.stream.close('signed-out');
      else {
        const key = JSON.stringify([reachOf(actor).roots, screen.input]);
        groups.set(key, [...(groups.get(key) ?? []), { ...screen, actor }]);
      }
    }
    for (const group of groups.values()) await tell(group);
  };
  const keepTurning = (): void => {
    timer ??= setTimeout(() => {
      turn()
        .catch(() => undefined)
        .finally(() => {
          timer = undefined;
          if (screens.size > 0) keepTurning();
        });
    }, everyMs).unref();
  };

  return direct(contract.watchOverview, async (call, input: Input) => {
    const { single = false, ...scope } = input;
    if (call.actor === undefined) throw new Refusal('not-signed-in');
    if (single) {
      const stream = openEventStream();
      await tell([{ call, actor: call.actor, input: scope, stream, since: performance.now() }]);
      stream.close();
      return stream.response;
    }
    makeRoom(screens, call.actor.accountId);
    const stream = openEventStream(() => screens.delete(screen));
    const screen: Screen = {
      call,
      actor: call.actor,
      input: scope,
      stream,
      since: performance.now(),
    };
    screens.add(screen);
    try {
      await tell([screen]);
    } catch (error) {
      stream.close();
      throw error;
    }
    keepTurning();
    return stream.response;
  });
}

function makeRoom(screens: ReadonlySet<Screen>, accountId: string): void {
  const own = [...screens].filter((one) => one.actor.accountId === accountId);
  if (own.length >= MOST_OWN) own[0]?.stream.close('elsewhere');
  else if (screens.size >= MOST) throw new Refusal('busy');
}

/** The moment a screen stands at: its own clock, gone on since it was opened. */
function momentOf({ call, since }: Screen): Date {
  return new Date(call.now.getTime() + Math.round(performance.now() - since));
}

async function actorNow(whoIs: WhoIs, screen: Screen): Promise<Actor | undefined> {
  try {
    return await whoIs(screen.call.request, momentOf(screen));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Read once, send to all: screens in one group see the same. */
async function tell(group: readonly Screen[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const now = momentOf(first);
  const { db, cityId } = first.call;
  const figures = await readOverview(
    { db, cityId, actor: first.actor, now, today: dayOf(now) },
    first.input,
  );
  const said = JSON.stringify(contract.OverviewView.parse(figures));
  for (const { stream } of group) stream.send('overview', said);
}
