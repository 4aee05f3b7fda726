import { invalid, onlyOne, read, shown } from './command-arguments.ts';

/** `daybook sql …` */
export interface SqlRequest {
  readonly kind: 'sql';
  /** `-` for standard input. */
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly json: boolean;
}

/** `daybook datasets …` */
export interface DatasetsRequest {
  readonly kind: 'datasets';
  /** The one to show. */
  readonly name: string | undefined;
  readonly json: boolean;
}

/** What the command line asks of the stored data. */
export type DataRequest = SqlRequest | DatasetsRequest;

const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** @throws {EngineError} `usage.invalid` */
function parseSql(args: readonly string[]): SqlRequest {
  const { values, positionals } = read(args, { ...options, param: { type: 'string', multiple: true } });
  const sql = onlyOne("sql 'SELECT …' [--param name=value]", 'one query, in quotes', positionals);
  return { kind: 'sql', sql, params: parseParams(values.param ?? []), json: values.json === true };
}

/** @throws {EngineError} `usage.invalid` */
function parseDatasets(args: readonly string[]): DatasetsRequest {
  const { values, positionals } = read(args, options);
  return { kind: 'datasets', name: shown('datasets', 'NAME', positionals), json: values.json === true };
}

/** How the arguments after these commands are read. */
export const dataParsers = { sql: parseSql, datasets: parseDatasets } as const;

function parseParams(texts: readonly string[]): SqlRequest['params'] {
  const params = new Map<string, string | number>();
  for (const text of texts) {
    const [, name, value] = /^:?([A-Za-z_][A-Za-z0-9_]{0,63})=([^]*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw invalid(`--param needs a name and a value, such as symbol=NRTH; "${text}" is not of that form.`);
    }
    if (params.has(name)) throw invalid(`--param ${name} is given twice; which one is meant?`);
    params.set(name, toValue(value));
  }
  return Object.fromEntries(params);
}

/**
 * What spells a number is one, if a float holds it exactly as written; everything else is text, and so is what stands in
 * single quotes.
 */
function toValue(text: string): string | number {
  const [, quoted] = /^'([^]*)'$/.exec(text) ?? [];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (!/^(?:0|-?[1-9]\d*|-?(?:0|[1-9]\d*)\.\d*[1-9])$/.test(text)) return text;
  const number = Number(text);
  if (Number.isInteger(number)) return Number.isSafeInteger(number) ? number : text;
  return text.replaceAll(/[-.]/g, '').length <= 15 ? number : text;
}
