import { join } from 'node:path';
import { openDatabase } from '@daybook/persistence';
import { main } from '../../src/main.ts';
import type { Outcome } from '../terminal-fixture.ts';

/** Where a person's key comes from; no other variable reaches the command. */
export type Environment = Readonly<Record<string, string>>;

/** What a person types, in the order of the questions; a function sees the question and what was printed before. */
export type Answers = readonly (string | ((seen: string) => string))[];

/** Runs a command for a person at a terminal. */
export async function atTerminal(
  args: readonly string[],
  environment: Environment,
  answers: Answers,
): Promise<Outcome> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const left = [...answers];
  const ask = (question: string): Promise<string> => {
    const answer = left.shift();
    if (answer === undefined) return Promise.reject(new Error(`nobody answers: ${question}`));
    return Promise.resolve(typeof answer === 'string' ? answer : answer([...stderr, question].join('')));
  };
  const exitCode = await main(args, {
    environment,
    platform: process.platform,
    print: (line) => stdout.push(`${line}\n`),
    note: (line) => stderr.push(`${line}\n`),
    ask,
    askHidden: ask,
    signal: new AbortController().signal,
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** Leaves a mark in the database of a data folder. */
export async function leaveMark(folder: string, key: Uint8Array, mark: string): Promise<void> {
  const database = await openDatabase({ file: join(folder, 'daybook.db'), key });
  await database.write(({ run }) =>
    run(
      `INSERT INTO settings (key, value, updated_at) VALUES ('mark', ?1, 'then')
ON CONFLICT (key) DO UPDATE SET value = ?1`,
      [JSON.stringify(mark)],
    ),
  );
  await database.close();
}

/** The mark that was left last. */
export async function markIn(folder: string, key: Uint8Array): Promise<unknown> {
  const database = await openDatabase({ file: join(folder, 'daybook.db'), key });
  const [row] = await database.read(({ all }) => all(`SELECT value FROM settings WHERE key = 'mark'`));
  await database.close();
  return row === undefined ? undefined : JSON.parse(String(row['value']));
}
