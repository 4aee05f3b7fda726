/** Chance that a seed repeats. */
export interface SeededRandom {
  /** From 0 to below the limit. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Items that the maker gives, at least one, at most so many. */
  some<T>(most: number, make: () => T): readonly T[];
}

/** A small generator with 32 bits of state (mulberry32): even enough for tests. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: ([first, ...rest]) => {
      const index = below(rest.length + 1);
      return rest[index - 1] ?? first;
    },
    some: (most, make) => Array.from({ length: 1 + below(most) }, make),
  };
}
