/** An order in which every step comes after those that it depends on, or a cycle that makes one impossible. */
export type StepOrder =
  | { readonly kind: 'ordered'; readonly order: readonly string[] }
  /** The first id stands again at the end. */
  | { readonly kind: 'cycle'; readonly path: readonly string[] };

/**
 * Sorts topologically (Kahn), keeping the order given wherever dependencies leave a choice.
 * @param dependencies every id with the ids that it depends on; ids without an entry of their own are passed over.
 */
export function orderSteps(dependencies: ReadonlyMap<string, readonly string[]>): StepOrder {
  const open = new Map<string, Set<string>>();
  for (const [id, needed] of dependencies)
    open.set(id, new Set(needed.filter((other) => dependencies.has(other))));
  const order: string[] = [];
  while (open.size > 0) {
    const next = [...open].find(([, needed]) => needed.size === 0)?.[0];
    if (next === undefined) return { kind: 'cycle', path: findCycle(open) };
    open.delete(next);
    order.push(next);
    for (const needed of open.values()) needed.delete(next);
  }
  return { kind: 'ordered', order };
}

/** Walks from step to dependency until one comes up again; every step in `open` has at least one. */
function findCycle(open: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const walked: string[] = [];
  let current = [...open.keys()][0] ?? '';
  while (!walked.includes(current)) {
    walked.push(current);
    current = [...(open.get(current) ?? [])][0] ?? '';
  }
  return [...walked.slice(walked.indexOf(current)), current];
}
