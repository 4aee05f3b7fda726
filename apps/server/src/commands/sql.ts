import { type QueryResultDocument, routes } from '@daybook/api-contract';
import { EngineError, sqlProblem } from '@daybook/kernel';
import { describeResult } from '../command-line/describe-result.ts';
import type { SqlRequest } from '../command-line/parse-data.ts';
import { type CommandSession, withSession } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/**
 * `daybook sql`: one query over the datasets, as a table.
 * @throws {ApiError} with the query to write instead, where it is refused and that is plain.
 */
export async function sqlCommand(command: SqlRequest, terminal: Terminal): Promise<ExitCode> {
  const { signal } = terminal;
  try {
    const sql = withoutSemicolon(command.sql === '-' ? await readInput(terminal) : command.sql);
    const result = await withSession(terminal, ({ client }) => ask(client, { ...command, sql }, signal), {
      warmSql: true,
    });
    if (command.json) terminal.print(JSON.stringify(result, null, 2));
    else for (const line of describeResult(result)) terminal.print(printable(line));
    if (!command.json && result.truncated) terminal.note(cutNote);
    return exitCodes.success;
  } catch (cause) {
    if (!signal.aborted) throw cause;
    terminal.note('Interrupted.');
    return exitCodes.interrupted;
  }
}

const cutNote =
  'There is more: these are the first rows that fit. Add a LIMIT or a narrower WHERE, or select fewer columns.';

function ask(
  client: CommandSession['client'],
  { sql, params }: SqlRequest,
  signal: AbortSignal,
): Promise<QueryResultDocument> {
  return client.call(routes.runQuery, { body: { sql, params } }, { signal });
}

/** On the command line one `;` at the end is a habit, no mistake; in documents it is one. */
function withoutSemicolon(sql: string): string {
  const problem = sqlProblem(sql);
  if (problem?.code !== 'sql.trailing-semicolon' || problem.suggestion === undefined) return sql;
  const at = sql.indexOf(';', problem.suggestion.length);
  return sql.slice(0, at) + sql.slice(at + 1);
}

async function readInput({ readInput: input }: Terminal): Promise<string> {
  if (input !== undefined) return input();
  throw new EngineError(
    'usage.invalid',
    'There is no standard input to read a query from. Write it in quotes.',
  );
}
