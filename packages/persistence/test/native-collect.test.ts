import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type NativeDatabase, openNativeDatabase, textOf } from './native-database.ts';
import { patience, runs } from './native-oracle.ts';

let database: NativeDatabase;
let guard: Awaited<ReturnType<NativeDatabase['prepareGuard']>>;
beforeEach(async () => {
  database = await openNativeDatabase();
  guard = await database.prepareGuard();
});
afterEach(() => database.close());

const generous = '60000 1000000 100000000';
const status = async (): Promise<unknown> => JSON.parse(textOf(await guard('status')));

async function chunks(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const text = await guard('chunk', texts.length);
    if (text === null) return texts;
    texts.push(textOf(text));
  }
}

async function rows(): Promise<readonly unknown[]> {
  return (await chunks()).flatMap((text) => {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [text];
  });
}

describe('daybook_collect', () => {
  it('keeps rows in the order of the query, as JSON', async () => {
    await guard('begin', generous);
    const answer = await database.values(
      `SELECT daybook_collect(a, b, c) FROM
         (SELECT value ->> 0 AS a, value ->> 1 AS b, value ->> 2 AS c FROM json_each(?1) ORDER BY a DESC)`,
      [
        JSON.stringify([
          [1, 'x', null],
          [3, 'z', 2.5],
          [2, 'y', -0.0],
        ]),
      ],
    );
    expect(answer).toEqual([3]);
    expect(await chunks()).toEqual(['[[3,"z",2.5],[2,"y",0],[1,"x",null]]']);
    expect(await status()).toEqual({
      rows: 3,
      bytes: 3 + 6 * 8 - 8,
      truncated: false,
      chunks: 1,
      refused: null,
      real: [2],
    });
  });

  it(
    'gives back every text as it was',
    async () => {
      const texts = fc.array(fc.string({ unit: 'binary', maxLength: 20 }).filter(isWellFormed), {
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(texts, async (list) => {
          await guard('begin', generous);
          // Bound one by one: JSON functions of SQLite end a text at its first NUL.
          for (const text of list) await database.all('SELECT daybook_collect(?1)', [text]);
          expect(await rows()).toEqual(list.map((text) => [text]));
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'gives back every float as it was',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
          await guard('begin', generous);
          await database.all('SELECT daybook_collect(CAST(?1 AS REAL))', [value]);
          expect(await rows()).toEqual([[value === 0 ? 0 : value]]);
        }),
        runs,
      );
    },
    patience,
  );

  it.each([
    ["'a' || char(0) || 'b'", '"a\\u0000b"'],
    ["char(34) || '\\' || char(10, 31, 127)", '"\\"\\\\\\u000a\\u001f\u007f"'],
    ["CAST(x'61ff62' AS TEXT)", '"a\ufffdb"'],
    ["CAST(x'c080' AS TEXT)", '"\ufffd\ufffd"'],
    ["CAST(x'eda080' AS TEXT)", '"\ufffd\ufffd\ufffd"'],
    ["CAST(x'f0908d' AS TEXT)", '"\ufffd\ufffd\ufffd"'],
    ["CAST(x'f4908080' AS TEXT)", '"\ufffd\ufffd\ufffd\ufffd"'],
    ["'é€😀'", '"é€😀"'],
    ['9007199254740991', '9007199254740991'],
    ['-9007199254740991', '-9007199254740991'],
    ['5.0', '5.0'],
    ['1e22', '1e+22'],
    ['0.1', '0.1'],
    ['NULL', 'null'],
  ])('writes %s', async (sql, wanted) => {
    await guard('begin', generous);
    await database.all(`SELECT daybook_collect(${sql})`);
    expect(await guard('chunk', 0)).toBe(`[[${wanted}]]`);
  });

  it.each([
    ['9007199254740992', 'integer'],
    ['-9007199254740992', 'integer'],
    ['9e999', 'number'],
    ["x'00'", 'bytes'],
  ])('refuses %s', async (sql, what) => {
    await guard('begin', generous);
    await database.all("SELECT daybook_collect('kept', 1)");
    expect(await database.failure(`SELECT daybook_collect('x', ${sql})`)).toMatch(
      /^daybook: column 2 holds /,
    );
    expect(await status()).toMatchObject({ rows: 1, refused: { column: 1, what } });
    expect(await rows()).toEqual([['kept', 1]]);
  });

  it('stops at the limit of rows and keeps those before', async () => {
    await guard('begin', '60000 3 1000');
    const counting = 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 5)';
    expect(await database.failure(`${counting} SELECT daybook_collect(n) FROM c`)).toBe('daybook: truncated');
    expect(await status()).toMatchObject({ rows: 3, bytes: 24, truncated: true });
    expect(await rows()).toEqual([[1], [2], [3]]);
  });

  it('stops at the limit of bytes, which counts texts in UTF-8', async () => {
    await guard('begin', '60000 100 20');
    await database.all("SELECT daybook_collect('éé', 1)");
    await database.all("SELECT daybook_collect('abcdefgh', NULL)");
    expect(await status()).toMatchObject({ rows: 2, bytes: 20, truncated: false });
    expect(await database.failure("SELECT daybook_collect('a', NULL)")).toBe('daybook: truncated');
    expect(await status()).toMatchObject({ rows: 2, bytes: 20, truncated: true });
  });

  it('cuts the rows into chunks that are whole by themselves', async () => {
    await guard('begin', generous);
    const counting = 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000)';
    expect(await database.values(`${counting} SELECT daybook_collect(n, printf('%030d', n)) FROM c`)).toEqual(
      [20_000],
    );
    const texts = await chunks();
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) expect(text.length).toBeLessThan(200_100);
    const all = await rows();
    expect(all).toHaveLength(20_000);
    expect(all.at(-1)).toEqual([20_000, '20000'.padStart(30, '0')]);
  });

  it('hands out a row longer than a value may be', async () => {
    await database.all("SELECT daybook_guard('harden', NULL)");
    await guard('functions', 'printf');
    await guard('arm');
    await guard('begin', generous);
    const long = "printf('%.900000c', 'x')";
    await database.all(`SELECT daybook_collect(${long}, ${long}, ${long})`);
    expect(textOf(await guard('chunk', 0))).toHaveLength(3 * 900_002 + 6);
  });

  it('counts no rows of an empty query, and none after the end', async () => {
    await guard('begin', generous);
    expect(await database.values('SELECT daybook_collect(1) WHERE 0')).toEqual([0]);
    expect(await status()).toMatchObject({ rows: 0, chunks: 0 });
    await database.all('SELECT daybook_collect(1)');
    await guard('end');
    expect(await guard('chunk', 0)).toBeNull();
    expect(await database.failure('SELECT daybook_collect(1)')).toBe(
      'daybook: rows of 1 to 127 columns are collected between begin and end',
    );
  });

  it('takes 127 columns and no more', async () => {
    await guard('begin', generous);
    const list = (length: number) => Array.from({ length }, (_, index) => index).join(', ');
    await database.all(`SELECT daybook_collect(${list(127)})`);
    expect(await database.failure(`SELECT daybook_collect(${list(128)})`)).toMatch(
      /^daybook: rows of 1 to 127/,
    );
    expect(await database.failure('SELECT daybook_collect()')).toMatch(/^daybook: rows of 1 to 127/);
    expect(await rows()).toHaveLength(1);
  });
});

/** What UTF-8 can hold. */
const isWellFormed = (text: string) => Buffer.from(text).toString() === text;
