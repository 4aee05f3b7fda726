// The main job end to end: the shipped example on real rows, encrypted, as a user starts it and step by step.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarise } from './measure.mjs';

const rounds = 5;
const cli = fileURLToPath(new URL('../apps/server/dist/cli.js', import.meta.url));

// Runs before the command line and leaves the process's own peak memory, in kB, in a file when it ends.
const memoryProbe = (file) =>
  `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(file)},String(process.resourceUsage().maxRSS)))`;

/** One process of the demo: seconds, peak memory in MB, and the run as it prints it. */
function runDemo(folder, args) {
  const memoryFile = join(folder, '..', `${Date.now()}-memory`);
  const startedAt = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', memoryProbe(memoryFile), cli, 'demo', '--json', ...args],
    { env: { ...process.env, DAYBOOK_DATA_DIR: folder }, encoding: 'utf8' },
  );
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  if (status !== 0) throw new Error(`the demo ended with exit code ${status}:\n${stderr}`);
  const megabytes = Number(readFileSync(memoryFile, 'utf8')) / 1000;
  return { seconds, megabytes, run: JSON.parse(stdout), stepSeconds: secondsByStep(stderr) };
}

/** Step id → seconds, from the progress lines. */
function secondsByStep(stderr) {
  const lines = [...stderr.matchAll(/^ {2}✓ (\S+) .*\((\d+\.\d+) s\)$/gm)];
  return new Map(lines.map(([, id, seconds]) => [id, Number(seconds)]));
}

/** A process that only starts: what the job can't go below. */
function startNode() {
  const startedAt = process.hrtime.bigint();
  spawnSync(process.execPath, [cli, '--version']);
  return Number(process.hrtime.bigint() - startedAt) / 1e9;
}

const row = (work, unit, values, rest = {}) => ({ work, unit, ours: summarise(values), ...rest });

/** Figures of the slice; `limit` is the same command line doing nothing. */
export default async function measureSlice() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-bench-'));
  const data = join(folder, 'data');
  try {
    runDemo(data, ['--fresh']);
    const first = [];
    const second = [];
    const idle = [];
    for (let round = 0; round < rounds; round += 1) {
      first.push(runDemo(data, ['--fresh']));
      second.push(runDemo(data, []));
      idle.push(startNode());
    }
    const limit = { name: 'command that does nothing', ...summarise(idle) };
    const withLimit = (runs) => {
      const seconds = runs.map((run) => run.seconds);
      return { limit, ratio_to_limit: summarise(seconds).median / limit.median };
    };
    const rowsRead = (run) =>
      run.steps.reduce((sum, { type, output }) => sum + (type === 'transform' ? output.rows_read : 0), 0);
    const wall = (runs) => runs.map(({ seconds }) => seconds);
    return {
      rows: [
        row('first run, fresh database', 's', wall(first), withLimit(first)),
        row('second run, nothing changed', 's', wall(second), withLimit(second)),
        row(
          'rows, of the whole first run',
          'rows/s',
          first.map(({ run, seconds }) => rowsRead(run) / seconds),
        ),
        row(
          'steps, of the whole first run',
          'steps/s',
          first.map(({ run, seconds }) => run.steps.length / seconds),
        ),
        row(
          'rendering HTML and PDF',
          's',
          first.map(({ stepSeconds }) => stepSeconds.get('pages') ?? Number.NaN),
        ),
        row(
          'peak memory of the first run',
          'MB',
          first.map(({ megabytes }) => megabytes),
        ),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
