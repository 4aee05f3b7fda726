import { type DatasetDocument, routes } from '@daybook/api-contract';
import { EngineError, nearestName } from '@daybook/kernel';

import type { DatasetsRequest } from '../command-line/parse-data.ts';
import { withSession } from '../command-line/session.ts';
import { toTable } from '../command-line/table.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { grouped, printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/**
 * `daybook datasets`: what SQL can read; `daybook datasets show NAME`: one with its columns and newest rows.
 * @throws {EngineError} `usage.invalid` when there is no dataset of that name.
 */
export async function datasetsCommand(command: DatasetsRequest, terminal: Terminal): Promise<ExitCode> {
  const { name, json } = command;
  return withSession(terminal, async ({ client }) => {
    const { items } = await client.call(
      routes.listDatasets,
      name === undefined ? {} : { query: { sample: 'true' } },
    );
    const shown = name === undefined ? items : find(items, name);
    if (json) terminal.print(JSON.stringify(shown, null, 2));
    else for (const line of describe(shown)) terminal.print(printable(line));
    return exitCodes.success;
  });
}

/** `ohlcv_all` is a table of the dataset `ohlcv`. */
function find(items: readonly DatasetDocument[], name: string): DatasetDocument {
  const found = items.find((item) => item.name === name || item.all_providers === name);
  if (found !== undefined) return found;
  const names = items.map((item) => item.name);
  const nearest = nearestName(name, names);
  const advice = nearest === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
  throw new EngineError('usage.invalid', `There is no dataset "${name}". ${advice}`);
}

function describe(shown: readonly DatasetDocument[] | DatasetDocument): readonly string[] {
  return 'name' in shown ? describeOne(shown) : describeAll(shown.filter(({ stored }) => stored));
}

function describeAll(items: readonly DatasetDocument[]): readonly string[] {
  const rows = items.map((item) => [
    item.name,
    grouped(item.rows),
    item.symbols === null ? '–' : grouped(item.symbols),
    item.from ?? '–',
    item.until ?? '–',
    item.loaded_at ?? '–',
  ]);
  const heading = ['dataset', 'rows', 'symbols', 'from', 'until', 'loaded'];
  return [
    ...toTable(heading, rows, new Set([1, 2])),
    '',
    'Columns and newest rows: daybook datasets show NAME',
  ];
}

function describeOne(dataset: DatasetDocument): readonly string[] {
  const { name, description, all_providers: all, key, columns, rows, from, until } = dataset;
  if (!dataset.stored) return [`${name}: ${description ?? ''} This release does not keep rows of it yet.`];
  const range = from === null || until === null ? '' : `, ${from} to ${until}`;
  return [
    `${name}: ${description ?? ''}`,
    `  key:  ${key.join(', ')}; ${all ?? ''} has the rows of every provider`,
    `  rows: ${grouped(rows)}${range}`,
    '',
    ...toTable(
      ['column', 'type', ''],
      columns.map((column) => [column.name, column.type, column.description ?? '']),
    ),
    ...describeSample(dataset),
  ];
}

/** Without the columns that say where a row came from, which are long and the same in all datasets. */
function describeSample({ columns, sample = [] }: DatasetDocument): readonly string[] {
  if (sample.length === 0) return [];
  const own = columns.slice(
    0,
    columns.findIndex(({ name }) => name === 'payload_sha256'),
  );
  const numbers = own.flatMap(({ type }, index) => (type === 'decimal' || type === 'integer' ? [index] : []));
  const cells = sample.map((row) =>
    own.map(({ name }) => String(row[name] ?? 'NULL').replaceAll('\n', '\\n')),
  );
  return [
    '',
    'The newest rows:',
    ...toTable(
      own.map(({ name }) => name),
      cells,
      new Set(numbers),
    ),
  ];
}
