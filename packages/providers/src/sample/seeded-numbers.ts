/** Whole numbers from 0 up to, and without, the bound; the same sequence for the same seed on every machine. */
export type SeededNumbers = (bound: number) => number;

/**
 * Marsaglia's 32-bit xorshift: shifts and exclusive ors alone, so that no machine, engine or version can round
 * differently.
 */
export function seededNumbers(seed: number): SeededNumbers {
  // Zero would stay zero for ever.
  let state = seed | 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
