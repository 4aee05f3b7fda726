import { EngineError } from '@daybook/kernel';
import { type SqlToken, tokenizeSql } from './sql-token.ts';

/** Tables of the engine itself, those of later releases included, so that a policy valid today stays valid. */
const internalNames = new Set([
  'policies',
  'policy_versions',
  'approvals',
  'pipeline_runs',
  'pipeline_steps',
  'pipeline_state',
  'fetch_cache',
  'payloads',
  'payload_origins',
  'quarantine',
  'reports',
  'report_versions',
  'report_delivery',
  'artifacts',
  'schedules',
  'slots',
  'quotas',
  'settings',
  'tokens',
  'audit_log',
  'provider_order',
  'schema_migrations',
  // A result row is an object, and a column of this name would vanish from it.
  '__proto__',
]);

const internalPrefixes = ['sqlite_', 'sqlcipher_', 'pragma_', 'cipher_'];

/** What the gate found in a query that it let through. */
export interface GatedQuery {
  /** Names of the parameters, without the colon, each once. */
  readonly parameters: readonly string[];
}

/**
 * Lets one read-only SELECT over canonical datasets through.
 * @throws {EngineError} `report.query-rejected`, saying what is wrong, for everything else.
 */
export function gateQuery(sql: string): GatedQuery {
  const tokens = tokenizeSql(sql);
  checkStatement(tokens);
  for (const token of tokens) checkToken(token);
  return { parameters: [...new Set(tokens.flatMap(parameterName))] };
}

function checkStatement(tokens: readonly SqlToken[]): void {
  const first = tokens[0]?.text.toLowerCase();
  if (first !== 'select' && first !== 'with') {
    throw rejected('it must start with SELECT or WITH');
  }
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'symbol' && text === ';') throw rejected('it must be one statement, without ";"');
    if (kind === 'symbol' && text === '(') depth += 1;
    if (kind === 'symbol' && text === ')') depth -= 1;
    if (depth < 0) throw rejected('it has a ")" too many');
    if (depth === 0 && kind === 'word' && /^(?:insert|update|delete|into)$/i.test(text)) {
      throw rejected(`it must only read, but says ${text.toUpperCase()}`);
    }
  }
  if (depth > 0) throw rejected('it has a "(" too many');
}

function checkToken({ kind, text }: SqlToken): void {
  if (kind === 'parameter' && !/^:[A-Za-z_]\w*$/.test(text)) {
    throw rejected(`its parameter ${text} must be written as :name`);
  }
  const name = text.toLowerCase();
  // SQLite takes a string for a table's name, and the compiled query can't tell: the views open this table too.
  if (kind === 'string' && name === "'provider_order'") throw rejected(`it names ${text}; no query needs it`);
  if (kind !== 'word' && kind !== 'quoted-name') return;
  if (internalNames.has(name) || internalPrefixes.some((prefix) => name.startsWith(prefix))) {
    throw rejected(`it names ${text}, which is not a dataset; give a column or alias another name`);
  }
}

function parameterName({ kind, text }: SqlToken): readonly string[] {
  return kind === 'parameter' ? [text.slice(1)] : [];
}

/** The refusal of a query, in words that follow its name. */
export function rejected(why: string): EngineError {
  return new EngineError('report.query-rejected', `The query is refused: ${why}.`);
}
