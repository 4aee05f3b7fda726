import { describe, expect, it } from '@jest/globals';
import { rememberVerdicts } from '../../src/remember-verdicts.ts';

function setUp(kept?: number) {
  const asked: string[] = [];
  const analyse = rememberVerdicts((sql, params) => {
    asked.push(`${sql} ${JSON.stringify(params)}`);
    if (sql === 'wrong') throw new Error(`refusal ${asked.length}`);
    return { parameters: [sql] };
  }, kept);
  return { analyse, asked };
}

describe('verdicts about SQL', () => {
  it('are asked for once', () => {
    const { analyse, asked } = setUp();
    expect([analyse('a'), analyse('a', {})]).toEqual([{ parameters: ['a'] }, { parameters: ['a'] }]);
    expect(() => analyse('wrong')).toThrow('refusal 2');
    expect(() => analyse('wrong')).toThrow('refusal 2');
    expect(asked).toHaveLength(2);
  });

  it('are those of the same values', () => {
    const { analyse, asked } = setUp();
    for (const x of [1, '1', null]) analyse('a', { x });
    expect(asked).toEqual(['a {"x":1}', 'a {"x":"1"}', 'a {"x":null}']);
  });

  it('are forgotten when nobody asks for them any more', () => {
    const { analyse, asked } = setUp(2);
    for (const sql of ['a', 'b', 'a', 'c', 'a', 'b']) analyse(sql);
    expect(asked.map((each) => each[0])).toEqual(['a', 'b', 'c', 'b']);
  });
});
