import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '@daybook/api-contract';
import { isStoredDataset } from '@daybook/kernel';
import { describeResult } from '../../src/command-line/describe-result.ts';
import { sqlFunctions } from '../../src/engine/sql-functions.ts';
import { type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { type SmallRow, storeRows } from './stored-bars.ts';

const page = readFileSync(fileURLToPath(new URL('../../../../docs/sql.md', import.meta.url)), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)(?: (\w+))?\n(.*?)^```$/gms)].map(
  ([, kind = '', mark = '', text = '']) => ({
    kind,
    mark,
    text: text.trimEnd(),
  }),
);

/** Each query with what stands below it. */
const queries = blocks.flatMap(({ kind, mark, text: sql }, index) => {
  const next = blocks[index + 1];
  return kind === 'sql' && mark !== 'refused'
    ? [{ sql, shown: next?.kind === 'text' ? next.text : null }]
    : [];
});

const refused = blocks.flatMap(({ mark, text: sql }, index) =>
  mark === 'refused' ? [{ sql, instead: blocks[index + 1]?.text }] : [],
);

const params = { symbol: 'NRTH', as_of: '2026-03-03T22:00:00.000Z' };

function readRows(csv: string): readonly SmallRow[] {
  const [heading = '', ...lines] = csv.split('\n');
  const names = heading.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])),
  );
}

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
  for (const { kind, mark, text } of blocks) {
    if (kind === 'csv' && isStoredDataset(mark)) await storeRows(opened.surroundings, mark, readRows(text));
  }
}, 60_000);
afterAll(() => opened.close());

const ask = (sql: string) => opened.api('POST', '/query', { body: { sql, params } });

describe('docs/sql.md', () => {
  it('has queries with results, and refused ones', () => {
    expect(queries.filter(({ shown }) => shown !== null).length).toBeGreaterThan(8);
    expect(refused.length).toBeGreaterThan(1);
  });

  it.each(queries)('shows what this prints: $sql', async ({ sql, shown }) => {
    const { status, json, text } = await ask(sql);
    expect({ status, detail: json.detail }).toEqual({ status: 200, detail: undefined });
    if (shown === null) return;
    const lines = describeResult(routes.runQuery.answer.parse(JSON.parse(text)));
    expect(lines.slice(0, lines.indexOf('')).join('\n')).toBe(shown);
  });

  it.each(refused)('says what is suggested instead of: $sql', async ({ sql, instead }) => {
    const { status, json } = await ask(sql);
    expect({ status, suggestion: json.issues[0]?.suggestion }).toEqual({ status: 422, suggestion: instead });
  });

  it('lists the functions that may be called, with their forms', () => {
    const rows = sqlFunctions.map(
      ({ form, description }) => `| \`${form}\` | ${description.replaceAll('|', '\\|')} |`,
    );
    const right = ['| function | gives |', '| --- | --- |', ...rows].join('\n');
    const [, found = ''] = /\n(\| function \| gives \|\n(?:\|.*\n?)+)/.exec(page) ?? [];
    expect(found.trimEnd()).toBe(right);
  });
});
