import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { type Place, placeOf } from '../places.ts';

interface Asked {
  /** The caller's own unit when left out. */
  readonly unit?: string | undefined;
  readonly fromOn: string;
  readonly toOn: string;
}

/**
 * 由谁发起: the unit in whose name people are asked, and the caller's post over it; the window has to end after it
 * begins, and not before today.
 *
 * @throws Refusal `not-allowed`, `unknown-unit`, `out-of-reach`, `window-backwards`
 */
export async function askingUnit(
  ctx: Context,
  roles: readonly HeldPost['role'][],
  { unit, fromOn, toOn }: Asked,
): Promise<{ readonly unit: Place; readonly post: HeldPost }> {
  const own = ctx.actor.posts.find((post) => roles.includes(post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  const place = await placeOf(ctx.tx, ctx.cityId, unit ?? own.unitId);
  const post = postOver(ctx.actor, roles, place.path);
  if (post === undefined) throw new Refusal('out-of-reach');
  if (toOn < fromOn || toOn < ctx.today)
    throw new Refusal('window-backwards', { from: fromOn, to: toOn });
  return { unit: place, post };
}
