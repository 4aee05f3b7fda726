import fc from 'fast-check';

/** Where a random query takes its decisions from. */
export interface QueryDice {
  /** A whole number below that. */
  roll(below: number): number;
  one<T>(choices: readonly T[]): T;
  /** Whether something of that probability, in percent, happens. */
  chance(percent: number): boolean;
  /** The parameters of the query so far. */
  readonly parameters: Map<string, string | number>;
}

/** Dice that fast-check throws, and throws again for a smaller query that fails as well. */
export function createQueryDice(generate: fc.GeneratorValue): QueryDice {
  const roll = (below: number): number => generate(fc.nat, { max: below - 1 });
  return {
    roll,
    one(choices) {
      const chosen = choices[roll(choices.length)];
      if (chosen === undefined) throw new Error('There is nothing to choose from.');
      return chosen;
    },
    chance: (percent) => roll(100) < percent,
    parameters: new Map(),
  };
}
