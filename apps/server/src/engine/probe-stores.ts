/** Told before and after each call of a store, by its name, such as `runs.commit`. */
export type Probe = (point: string, moment: 'before' | 'after') => void;

/**
 * The same stores, with every call told to a probe. It is how a test stops the process at a named point: nothing else
 * of what happens between two writes can be seen from outside.
 */
export function probeStores<Stores extends Readonly<Record<string, object>>>(
  stores: Stores,
  probe: Probe,
): Stores {
  return Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [name, probeStore(name, store, probe)]),
    // Every method keeps its form; only who is told changes.
  ) as Stores;
}

function probeStore(name: string, store: object, probe: Probe): object {
  return Object.fromEntries(
    Object.entries(store).map(([method, work]: [string, unknown]) => {
      if (typeof work !== 'function') return [method, work];
      const point = `${name}.${method}`;
      const probed = async (...given: unknown[]): Promise<unknown> => {
        probe(point, 'before');
        const result: unknown = await Reflect.apply(work, store, given);
        probe(point, 'after');
        return result;
      };
      return [method, probed];
    }),
  );
}
