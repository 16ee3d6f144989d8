import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/verify-moves.ts';
import { checkToCloseOn } from '#domain/entry/closing.ts';
import { deadlineObjection, handingObjection, reasonObjection } from '#domain/entry/guards.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { lockForMove } from '#modules/ledger/entry-store.ts';
import { addPart } from '#modules/ledger/parties.ts';
import { answerMove } from '#modules/ledger/read-entry.ts';
import { endRequest } from '#modules/ledger/requests.ts';
import type { Context } from '#platform/command.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

/** 销号 (a task: 办结): the approver of the entry's level strikes it off on the strength of a passed check. */
export async function closeEntry(ctx: Context, input: InputOf<typeof contract.closeEntry>): Answer {
  const entry = await lockForMove(ctx, input, 'close');
  const check = checkToCloseOn(entry);
  if (check === undefined) throw new Refusal('no-passed-check');
  const by = ctx.actor.posts.find((post) => post.postId === entry.openRequest?.approverPost);
  await addPart(ctx, entry, 'approver', 'checker-decides');
  await endRequest(ctx, entry, 'approved', input.note, by);
  return answerMove(
    ctx,
    entry,
    'close',
    { closedAt: ctx.now, assurance: check.assurance },
    {
      because: { check: check.id, assurance: check.assurance, note: input.note },
      by,
    },
  );
}

/** 退回整改: the work goes on in the same episode. */
export async function sendBackEntry(
  ctx: Context,
  input: InputOf<typeof contract.sendBackEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'send_back');
  const by = ctx.actor.posts.find((post) => post.postId === entry.openRequest?.approverPost);
  await endRequest(ctx, entry, 'rejected', input.reason, by);
  return answerMove(
    ctx,
    entry,
    'send_back',
    { deliveredAt: undefined },
    {
      because: { reason: input.reason },
      by,
    },
  );
}

/**
 * 反弹重开: a new episode under the same number; the units that did the work have it again. The lead has
 * taken it on before, so its part begins as one reported at 0 %.
 */
export async function reopenEntry(
  ctx: Context,
  input: InputOf<typeof contract.reopenEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'reopen');
  const { deadline } = input;
  if (deadline !== undefined) {
    insist(deadlineObjection(deadline.kind, deadline.on, ctx.today), {
      deadline: deadline.on,
      start: ctx.today,
    });
    insist(handingObjection({ ...entry, deadlineKind: deadline.kind }));
  }
  const episode = entry.episode + 1;
  await ctx.tx
    .insertInto('party')
    .columns([
      'city_id',
      'entry_id',
      'episode',
      'unit_id',
      'role',
      'org_path',
      'progress',
      'reported_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom('party')
        .where('city_id', '=', ctx.cityId)
        .where('entry_id', '=', entry.id)
        .where('episode', '=', entry.episode)
        .where('role', 'in', ['lead', 'co'])
        .select([
          'city_id',
          'entry_id',
          eb.val(episode).as('episode'),
          'unit_id',
          'role',
          'org_path',
          sql<number | null>`case role when 'lead' then 0 end`.as('progress'),
          sql<Date | null>`case role when 'lead' then ${ctx.now}::timestamptz end`.as(
            'reported_at',
          ),
        ]),
    )
    .execute();
  return answerMove(
    ctx,
    entry,
    'reopen',
    {
      episode,
      progress: 0,
      deliveredAt: undefined,
      closedAt: undefined,
      assurance: undefined,
      ...(deadline === undefined
        ? {}
        : { deadlineKind: deadline.kind, deadline: deadline.on, originalDeadline: deadline.on }),
    },
    { because: { reason: input.reason } },
  );
}
