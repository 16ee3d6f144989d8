import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target-moves.ts';
import { proposeTargets } from '#modules/targets/from-document.ts';
import type { Context } from '#platform/command.ts';
import { type AcceptedTarget, acceptedTargets, linkTargets } from './accepted-targets.ts';

type Proposed = Sent<typeof contract.proposeTargets.output>;
type Item = InputOf<typeof contract.proposeTargets>['items'][number];

/** Words that leave the value open on both sides; 以上 and 以内 do not. */
const ABOUT = /左右|约|上下|大约/;

/**
 * 采纳的指标转为目标: of the figures that a person accepted, those without a target get one, and candidate and
 * target know of each other. Done again it makes only what has been accepted since.
 */
export async function proposeDocumentTargets(
  ctx: Context,
  { id }: InputOf<typeof contract.proposeDocumentTargets>,
): Promise<Proposed> {
  const accepted = await acceptedTargets({ ...ctx, db: ctx.tx }, id);
  const fresh = accepted.filter((one) => one.target === undefined);
  const [first] = fresh;
  if (first === undefined) return { targets: [] };
  const { unit, campaign } = first;
  const made = await proposeTargets(ctx, {
    document: id,
    unit,
    ...(campaign === undefined ? {} : { campaign }),
    items: fresh.map(itemOf),
  });
  const links = fresh.flatMap((one, at) => {
    const target = made.targets[at]?.id;
    return target === undefined ? [] : [{ candidate: one.candidate, target }];
  });
  await linkTargets(ctx, id, links);
  return made;
}

function itemOf({ figure, start, end, quote, heading }: AcceptedTarget): Item {
  const { metric, unit, op, value, max, base, due, grade, scope, withheld } = figure;
  return {
    metric: (metric === '' ? heading : metric).slice(0, 100) || quote.slice(0, 100),
    unitText: unit.slice(0, 20),
    op,
    ...(withheld || value === undefined ? {} : { value }),
    ...(max === undefined ? {} : { max }),
    ...(base === undefined ? {} : { base }),
    approximate: ABOUT.test(figure.approximation ?? ''),
    ...(due === undefined ? {} : { to: due }),
    ...(grade === undefined ? {} : { grade }),
    ...(scope === undefined ? {} : { scope: scope.slice(0, 60) }),
    quote: quote.slice(0, 2000),
    start,
    end,
  };
}
