/** Lets a test decide in which order things that wait at the same time go on. */
export interface Turns {
  /** Waits until it is given. */
  take(owner: string): Promise<void>;
  readonly waiting: number;
  /** Lets one of those that wait go on: the one at that place, counted around. */
  give(pick: number): void;
  /** Lets everything of that owner wait for ever, as the end of its process does. */
  drop(owner: string): void;
}

export function createTurns(): Turns {
  const waiting: { readonly owner: string; go(): void }[] = [];
  const dropped = new Set<string>();
  return {
    take: (owner) =>
      new Promise((go) => {
        if (!dropped.has(owner)) waiting.push({ owner, go });
      }),
    get waiting() {
      return waiting.length;
    },
    give(pick) {
      const [chosen] = waiting.splice(pick % Math.max(1, waiting.length), 1);
      chosen?.go();
    },
    drop(owner) {
      dropped.add(owner);
      const kept = waiting.filter((entry) => entry.owner !== owner);
      waiting.splice(0, waiting.length, ...kept);
    },
  };
}
