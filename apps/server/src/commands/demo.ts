import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunDetail } from '@daybook/api-contract';
import { EngineError, parseInstant } from '@daybook/kernel';
import { z } from 'zod';
import type { Command } from '../command-line/command.ts';
import { dataFolder, isTemporary } from '../data-folder.ts';
import { type ExitCode, exitCodeOfRun, exitCodes } from '../exit-code.ts';
import { createApplicationParser } from '../policy-parser.ts';
import { readPolicyFile } from '../command-line/read-policy-file.ts';
import { toRunDocument } from '../command-line/run-document.ts';
import { openSession } from '../command-line/session.ts';
import { type RunFromTerminal, runOnce } from './run.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { prepareOutFolder, type WrittenArtifact } from '../command-line/write-artifacts.ts';

/** The instant of the demo: the close of the last session in the file of index bars. */
const demoAsOf = parseInstant('2020-04-17T21:00:00Z');
const policyFile = fileURLToPath(
  new URL('../../../../examples/policies/market-review.json', import.meta.url),
);

/**
 * `daybook demo`: the shipped example, end to end, on real rows, in a folder that it may throw away.
 * @throws {EngineError} `usage.invalid` when `DAYBOOK_DATA_DIR` is not temporary.
 */
export async function demoCommand(
  command: Extract<Command, { kind: 'demo' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const folder = demoFolder(terminal);
  if (command.fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const policy = readPolicyFile(policyFile, createApplicationParser());
  terminal.note('Daybook demo:');
  const outFolder = join(folder, 'reports');
  prepareOutFolder(outFolder);
  const session = await openSession(
    { dataFolder: folder, fileFolder: barsFolder(), warnAboutKey: false },
    terminal,
  );
  const order: RunFromTerminal = {
    target: { kind: 'document', policy },
    approve: true,
    dryRun: false,
    asOf: demoAsOf,
    outFolder,
  };
  try {
    const { run, artifacts } = await runOnce(session, order, terminal);
    return tell(command, { run, artifacts, deliveryFolder: session.deliveryFolder }, terminal);
  } finally {
    await session.close();
  }
}

interface FinishedDemo {
  readonly run: RunDetail;
  readonly artifacts: readonly WrittenArtifact[];
  readonly deliveryFolder: string;
}

function tell(
  { json }: Extract<Command, { kind: 'demo' }>,
  { run, artifacts, deliveryFolder }: FinishedDemo,
  terminal: Terminal,
): ExitCode {
  const complete = isComplete(artifacts);
  if (json) terminal.print(JSON.stringify(toRunDocument(run, artifacts), null, 2));
  else printSummary(run, artifacts, deliveryFolder, terminal);
  if (run.state === 'success' && !complete) return exitCodes.failed;
  return exitCodeOfRun(run);
}

function demoFolder({ environment, platform }: Terminal): string {
  const chosen = environment['DAYBOOK_DATA_DIR'];
  if (chosen === undefined || chosen === '') return join(tmpdir(), 'daybook-demo');
  const folder = dataFolder(environment, platform);
  if (isTemporary(folder)) return folder;
  throw new EngineError(
    'usage.invalid',
    `The demo writes only below the system's temporary folder, and DAYBOOK_DATA_DIR is ${folder}. Unset it, or choose a temporary folder.`,
  );
}

/** The folder of the development dependency that holds twenty years of daily index bars. */
function barsFolder(): string {
  const resolve = createRequire(import.meta.url).resolve;
  try {
    return join(dirname(resolve('vega-datasets')), '..', 'data');
  } catch (cause) {
    const message =
      'The demo needs the development dependencies of the repository; start it with npm run demo in a clone.';
    throw new EngineError('usage.invalid', message, { cause });
  }
}

function isComplete(artifacts: readonly WrittenArtifact[]): boolean {
  return ['html', 'pdf'].every((format) =>
    artifacts.some(
      (artifact) => artifact.format === format && artifact.path !== null && existsSync(artifact.path),
    ),
  );
}

const reportOutput = z.object({ changed: z.boolean() });
const sendOutput = z.object({ deliveries: z.array(z.object({ recipient: z.string(), status: z.string() })) });

function printSummary(
  run: RunDetail,
  artifacts: readonly WrittenArtifact[],
  deliveryFolder: string,
  terminal: Terminal,
): void {
  if (run.state !== 'success') {
    terminal.print(`The run ended as "${run.state}".`);
    return;
  }
  const unchanged = outputsOf(run, 'store_report').every((output) => !reportOutput.parse(output).changed);
  const deliveries = outputsOf(run, 'send').flatMap((output) => sendOutput.parse(output).deliveries);
  if (unchanged && deliveries.every(({ status }) => status === 'already_sent')) {
    terminal.print(
      'Nothing changed since the last run: no new report version, and nothing was delivered again.',
    );
  } else {
    for (const { recipient } of deliveries) terminal.print(`Delivered: ${join(deliveryFolder, recipient)}`);
  }
  for (const { format, path } of artifacts) terminal.print(`${format.toUpperCase().padEnd(5)}${path ?? ''}`);
}

function outputsOf(run: RunDetail, type: string): readonly unknown[] {
  return run.steps.flatMap((step) => (step.type === type && step.state === 'success' ? [step.output] : []));
}
