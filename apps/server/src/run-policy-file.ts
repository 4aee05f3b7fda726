import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '@daybook/kernel';
import type { Policy } from '@daybook/policy';
import type { RunRecord } from '@daybook/runner';
import { composeEngine } from './compose.ts';
import { createConsoleLogger, parseLogLevel } from './console-logger.ts';
import { findDatabaseKey } from './database-key.ts';
import { createProgress } from './progress.ts';
import { createRandomIds } from './random-ids.ts';
import { systemClock } from './system-clock.ts';
import type { Terminal } from './terminal.ts';
import { writeArtifacts, type WrittenArtifact } from './write-artifacts.ts';

/** One run from the command line. */
export interface RunFromTerminal {
  readonly policy: Policy;
  readonly dataFolder: string;
  readonly fileFolder: string | undefined;
  readonly asOf: Instant | undefined;
  /** Where to write the artifacts, beside the database. */
  readonly outFolder: string | undefined;
  /** Whether a key file beside the database deserves a word. */
  readonly warnAboutKey: boolean;
}

/** What came of it. */
export interface FinishedRun {
  readonly run: RunRecord;
  readonly artifacts: readonly WrittenArtifact[];
  /** Below it are the files that the run delivered. */
  readonly deliveryFolder: string;
}

/** The name of the database file in a data folder. */
const databaseFileName = 'daybook.db';

/**
 * Opens the database of a data folder, runs a policy with progress on standard error, and closes the database again.
 * @throws {EngineError} when the key or the database cannot be used.
 */
export async function runOnTerminal(order: RunFromTerminal, terminal: Terminal): Promise<FinishedRun> {
  const databaseFile = join(order.dataFolder, databaseFileName);
  const deliveryFolder = join(order.dataFolder, 'deliveries');
  const isNew = !existsSync(databaseFile);
  const { key, warning } = findDatabaseKey(databaseFile, terminal.environment);
  if (isNew && warning !== undefined && order.warnAboutKey) terminal.note(`warning: ${warning}`);
  const engine = await composeEngine({
    databaseFile,
    key,
    fileFolder: order.fileFolder,
    deliveryFolder,
    clock: systemClock,
    ids: createRandomIds(() => Date.now()),
    random: Math.random,
    log: createConsoleLogger(terminal.note, parseLogLevel(terminal.environment['DAYBOOK_LOG_LEVEL'])),
  });
  try {
    const run = await engine.run({
      policy: order.policy,
      cause: 'manual',
      actor: 'cli',
      signal: terminal.signal,
      onEvent: createProgress(terminal.note),
      ...(order.asOf === undefined ? {} : { asOf: order.asOf }),
    });
    return { run, artifacts: await writeArtifacts(run, engine.artifacts, order.outFolder), deliveryFolder };
  } finally {
    await engine.close();
  }
}
