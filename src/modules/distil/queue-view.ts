import { sql } from 'kysely';
import type { Tx } from '#platform/db/open.ts';
import type { SubjectRef } from './alike-store.ts';
import type { SubjectKind } from './subjects.ts';
import type { Member, NewItem } from './write-queue.ts';

/** One beside a newcomer, and why. */
type Beside = Member;

interface Group {
  readonly kind: NewItem['kind'];
  readonly main: string;
  readonly mainKind: SubjectKind;
  /** Of its likeliest member. */
  score: number;
  /** Those beside the main subject; true while they wait to be judged. */
  readonly members: Map<string, boolean>;
}

/**
 * The open groups of the queue around some subjects, as they are and as they become while newcomers are put
 * among them one after the other; what was put is written at once in the end.
 */
export class QueueView {
  readonly #groups = new Map<string, Group>();
  readonly #put = new Map<string, { readonly item: NewItem; readonly members: Member[] }>();
  readonly #kindOf: (id: string) => SubjectKind;

  private constructor(kindOf: (id: string) => SubjectKind) {
    this.#kindOf = kindOf;
  }

  static async read(
    tx: Tx,
    cityId: number,
    around: readonly string[],
    kindOf: (id: string) => SubjectKind,
  ): Promise<QueueView> {
    const { rows } = await sql<{
      kind: NewItem['kind'];
      main: string;
      main_kind: SubjectKind;
      score: number;
      id: string;
      waits: boolean;
    }>`
      with touched as (
        select id from alike_item
        where city_id = ${cityId} and main_id = any(${around}::uuid[]) and state = 'open'
        union
        select item_id from alike_item_member
        where city_id = ${cityId} and subject_id = any(${around}::uuid[]))
      select i.kind, i.main_id as main, i.main_kind, m.score, m.subject_id as id, m.decision is null as waits
      from touched t join alike_item i on i.city_id = ${cityId} and i.id = t.id and i.state = 'open'
      join alike_item_member m on m.city_id = i.city_id and m.item_id = i.id`.execute(tx);
    const view = new QueueView(kindOf);
    for (const { kind, main, main_kind: mainKind, score, id, waits } of rows)
      view.#group({ kind, main, mainKind, score }).members.set(id, waits);
    return view;
  }

  /**
   * Shows a newcomer: beside the likeliest problem, the earlier of the two at the head; where there is none, with
   * the voice beside which one of those like it waits already; else at the head of a group of its own. Nothing is
   * asked twice. A problem that it is not like gathers it by no detour: five who speak of one lamp would stand
   * beside a fish pond for which one of them was mistaken.
   */
  show(kind: NewItem['kind'], newcomer: SubjectRef, all: readonly Beside[]): void {
    const { id } = newcomer;
    const shown = this.#shownWith(kind, id);
    const near = all.filter((one) => !shown.has(one.id));
    const [first] = near;
    if (first === undefined) return;
    const self = ({ score, rule }: Beside): Member => ({ id, score, rule });
    const problem = near.find((one) => this.#kindOf(one.id) === 'entry');
    const waiting = this.#waiting(kind, id, near);
    if (problem !== undefined && waiting?.mainKind !== 'entry') {
      if (newcomer.kind === 'entry' && id < problem.id) this.#add(kind, id, [{ ...problem }]);
      else this.#add(kind, problem.id, [self(problem)]);
    } else if (waiting !== undefined) {
      this.#add(kind, waiting.main, [self(near.find((one) => one.id === waiting.main) ?? first)]);
    } else if (newcomer.kind === 'voice' && kind === 'linked') {
      this.#add(kind, first.id, [self(first)]);
    } else this.#add(kind, id, near);
  }

  /** What was put on the queue, each group once. */
  put(): readonly NewItem[] {
    return [...this.#put.values()].map(({ item }) => item);
  }

  /** Those with whom it stands in a group already, at the head or as a member. */
  #shownWith(kind: NewItem['kind'], id: string): ReadonlySet<string> {
    const found = new Set(this.#groups.get(keyOf(kind, id))?.members.keys());
    for (const group of this.#groups.values()) {
      if (group.kind !== kind || !group.members.has(id)) continue;
      found.add(group.main);
      for (const other of group.members.keys()) found.add(other);
    }
    return found;
  }

  /** The open group of one of these, a problem's first, or a voice's in which one of them waits. */
  #waiting(kind: NewItem['kind'], id: string, near: readonly Beside[]): Group | undefined {
    const found = [...this.#groups.values()].filter(
      (group) =>
        group.kind === kind &&
        group.main !== id &&
        near.some(
          ({ id: other }) =>
            other === group.main ||
            (group.mainKind === 'voice' && group.members.get(other) === true),
        ),
    );
    const rank = (group: Group): number => Number(group.mainKind === 'entry') * 2 + group.score;
    return found.toSorted((a, b) => rank(b) - rank(a) || (a.main < b.main ? -1 : 1))[0];
  }

  #add(kind: NewItem['kind'], main: string, members: readonly Beside[]): void {
    const key = keyOf(kind, main);
    const score = Math.max(...members.map((one) => one.score));
    const group = this.#group({ kind, main, mainKind: this.#kindOf(main), score });
    const known = this.#put.get(key)?.members ?? [];
    this.#put.set(key, { item: { kind, main, members: known }, members: known });
    for (const { id, score, rule } of members) {
      group.members.set(id, true);
      known.push({ id, score, rule });
    }
  }

  #group(like: Omit<Group, 'members'>): Group {
    const key = keyOf(like.kind, like.main);
    const group = this.#groups.get(key) ?? { ...like, members: new Map<string, boolean>() };
    group.score = Math.max(group.score, like.score);
    this.#groups.set(key, group);
    return group;
  }
}

function keyOf(kind: string, main: string): string {
  return `${kind} ${main}`;
}
