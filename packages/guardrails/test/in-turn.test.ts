import { describe, expect, it } from '@jest/globals';
import { createInTurn } from '../src/in-turn.ts';

describe('inTurn', () => {
  it('starts nothing before what came earlier has ended', async () => {
    const inTurn = createInTurn();
    const seen: string[] = [];
    const work =
      (name: string, fails = false) =>
      async () => {
        seen.push(`${name} starts`);
        await Promise.resolve();
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const results = await Promise.allSettled([
      inTurn(work('one')),
      inTurn(work('two', true)),
      inTurn(work('three')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  });
});
