/** Who drew a link: the rules (`auto`) or a post that confirmed it. */
export type LinkActor = string;

/** A link between two things, kept for ever; undoing it only takes it out of force. */
export interface Link<Rule extends string = string> {
  readonly id: number;
  readonly a: number;
  readonly b: number;
  readonly score: number;
  readonly rule: Rule;
  readonly actor: LinkActor;
}

/**
 * Links and the groups they make (并查集, 可撤销). Every link is stored with score, rule and actor; the
 * groups are at all times exactly the components of the links in force. Linking costs nearly nothing;
 * undoing recomputes the one group that the link was in.
 */
export class Links<Rule extends string = string> {
  readonly #links: Link<Rule>[] = [];
  readonly #undone = new Set<number>();
  readonly #touching = new Map<number, number[]>();
  readonly #parents = new Map<number, number>();
  readonly #sizes = new Map<number, number>();

  /** Draws a link and tells its number. Things need not be known before. */
  link(a: number, b: number, why: Omit<Link<Rule>, 'id' | 'a' | 'b'>): number {
    const id = this.#links.length;
    this.#links.push({ id, a, b, ...why });
    this.#touch(a, id);
    if (b !== a) this.#touch(b, id);
    this.#join(a, b);
    return id;
  }

  /** Takes a link out of force; false when it was not in force. */
  undo(id: number): boolean {
    const link = this.#links[id];
    if (!link || this.#undone.has(id)) return false;
    const members = this.members(link.a);
    this.#undone.add(id);
    for (const member of members) {
      this.#parents.delete(member);
      this.#sizes.delete(member);
    }
    for (const member of members) {
      for (const other of this.#touching.get(member) ?? []) {
        const kept = this.#links[other];
        if (kept && kept.a === member && !this.#undone.has(other)) this.#join(kept.a, kept.b);
      }
    }
    return true;
  }

  /** The thing that stands for the group of `thing`; itself when it has no link in force. */
  root(thing: number): number {
    let at = thing;
    for (;;) {
      const parent = this.#parents.get(at);
      if (parent === undefined) return at;
      const above = this.#parents.get(parent);
      if (above !== undefined) this.#parents.set(at, above);
      at = parent;
    }
  }

  /** Everything in the group of `thing`, itself first. */
  members(thing: number): number[] {
    const found = new Set([thing]);
    for (const member of found) {
      for (const link of this.linksOf(member)) found.add(link.a === member ? link.b : link.a);
    }
    return [...found];
  }

  /** The links in force that touch `thing`: why it is where it is. */
  linksOf(thing: number): Link<Rule>[] {
    const links: Link<Rule>[] = [];
    for (const id of this.#touching.get(thing) ?? []) {
      const link = this.#links[id];
      if (link && !this.#undone.has(id)) links.push(link);
    }
    return links;
  }

  /** Every link in force. */
  inForce(): Link<Rule>[] {
    return this.#links.filter(({ id }) => !this.#undone.has(id));
  }

  #touch(thing: number, id: number): void {
    const known = this.#touching.get(thing);
    if (known) known.push(id);
    else this.#touching.set(thing, [id]);
  }

  #join(a: number, b: number): void {
    const [left, right] = [this.root(a), this.root(b)];
    if (left === right) return;
    const [small, large] =
      (this.#sizes.get(left) ?? 1) <= (this.#sizes.get(right) ?? 1) ? [left, right] : [right, left];
    this.#parents.set(small, large);
    this.#sizes.set(large, (this.#sizes.get(large) ?? 1) + (this.#sizes.get(small) ?? 1));
  }
}
