import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderSteps } from '../src/step-order.ts';

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
        const result = orderSteps(dependencies);
        if (result.kind === 'ordered') {
          expect(result.order.toSorted()).toEqual([...dependencies.keys()].toSorted());
          for (const [id, needs] of dependencies) {
            for (const other of needs.filter((need) => dependencies.has(need))) {
              expect(result.order.indexOf(other)).toBeLessThan(result.order.indexOf(id));
            }
          }
        } else {
          expect(result.path.at(-1)).toBe(result.path[0]);
          for (const [index, id] of result.path.slice(0, -1).entries()) {
            expect(dependencies.get(id)).toContain(result.path[index + 1]);
          }
        }
      }),
    );
  });
});
