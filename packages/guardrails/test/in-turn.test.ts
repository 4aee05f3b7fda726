import { describe, expect, it } from '@jest/globals';
import { createInTurn, createInTurnByKey } from '../src/in-turn.ts';

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

describe('inTurnByKey', () => {
  it('holds back only work of the same key', async () => {
    const inTurnOf = createInTurnByKey<string>();
    const seen: string[] = [];
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const work = (name: string, until?: Promise<void>) => async () => {
      seen.push(name);
      await until;
    };
    const first = inTurnOf('a')(work('first of a', held));
    const second = inTurnOf('a')(work('second of a'));
    await inTurnOf('b')(work('first of b'));
    expect(seen).toEqual(['first of a', 'first of b']);
    finish();
    await Promise.all([first, second]);
    expect(seen).toEqual(['first of a', 'first of b', 'second of a']);
  });

  it('goes on after work that failed', async () => {
    const inTurnOf = createInTurnByKey<string>();
    await expect(inTurnOf('a')(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await inTurnOf('a')(async () => 'done')).toBe('done');
  });
});
