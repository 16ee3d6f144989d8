import type { Chance } from './random.ts';

export const SCALES = ['small', 'city'] as const;
/** small: what a first start loads; city: one city in full. */
export type Scale = (typeof SCALES)[number];

interface Size {
  readonly counties: number;
  readonly teams: number;
  /** Is the department at this place of the list there? */
  departments(at: number): boolean;
  towns(chance: Chance): number;
  villages(chance: Chance): number;
  cityBranches(chance: Chance): number;
  countyBranches(chance: Chance): number;
  readonly townBranches: number;
  /** 支部 in all: villages get one more, in turn, until there are so many. */
  readonly branches: number;
  readonly villageBranches: number;
  readonly problems: number;
  readonly olderProblems: number;
  readonly tasks: number;
}

/** A few departments that the small city's problems most often need. */
const FEW = new Set([7, 21, 23, 25, 36]);

export const SIZES = {
  small: {
    counties: 3,
    teams: 2,
    departments: (at) => FEW.has(at),
    towns: () => 2,
    villages: () => 2,
    cityBranches: () => 1,
    countyBranches: () => 0,
    townBranches: 0,
    branches: 17,
    villageBranches: 1,
    problems: 340,
    olderProblems: 24,
    tasks: 36,
  },
  city: {
    counties: 17,
    teams: 15,
    departments: () => true,
    towns: (chance) => chance.between(9, 13),
    villages: (chance) => chance.between(12, 18),
    cityBranches: (chance) => chance.between(4, 10),
    countyBranches: (chance) => chance.between(1, 5),
    townBranches: 4,
    branches: 11_100,
    villageBranches: 3,
    problems: 258_000,
    olderProblems: 12_000,
    tasks: 3_600,
  },
} as const satisfies Record<Scale, Size>;
