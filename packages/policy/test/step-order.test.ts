import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderSteps, type StepOrder } from '../src/step-order.ts';

const graph = fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 });

describe('orderSteps', () => {
  it('keeps the order given where nothing demands another', () => {
    expect(
      orderSteps(
        new Map([
          ['b', []],
          ['a', []],
          ['c', ['a']],
        ]),
      ),
    ).toEqual({ kind: 'ordered', order: ['b', 'a', 'c'] });
  });

  it('orders every graph, or names a cycle of it', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const dependencies = new Map(edges.map((needs, id) => [`s${id}`, needs.map((other) => `s${other}`)]));
        expect(faultOf(orderSteps(dependencies), dependencies)).toBeUndefined();
      }),
    );
  });
});

/** What is wrong with an answer, if anything. */
function faultOf(
  result: StepOrder,
  dependencies: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  if (result.kind === 'cycle') {
    if (result.path.at(-1) !== result.path[0]) return 'the cycle does not close';
    const open = result.path.slice(0, -1);
    const gap = open.find((id, index) => !dependencies.get(id)?.includes(result.path[index + 1] ?? ''));
    return gap === undefined ? undefined : `${gap} does not depend on what follows it`;
  }
  const { order } = result;
  if (order.toSorted().join() !== [...dependencies.keys()].toSorted().join()) return 'not every step once';
  const early = order.find((id, index) =>
    dependencies.get(id)?.some((need) => dependencies.has(need) && order.indexOf(need) >= index),
  );
  return early === undefined ? undefined : `${early} comes before what it depends on`;
}
