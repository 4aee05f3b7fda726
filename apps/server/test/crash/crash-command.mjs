// `node crash-command.mjs [options]`, for a tree that is built: crashes the engine, prints what came of it, and ends with
// 1 when anything was broken.
import { parseArgs } from 'node:util';
import { runCrashes } from './crash-run.mjs';

const usage = `Usage: npm run crash [-- OPTIONS]

  --points N      meet every named point N times (default 10)
  --every N       only each N-th of them
  --random N      crash at N random moments (default 1000)
  --seed N        what the random moments are made of (default: a new one, printed)
  --from N        begin with the cycle of that number
  --count N       so many cycles at most
  --workers N     cycles side by side (default 2)
  --limit SECONDS begin no cycle after that time
  --json          one JSON document on standard output`;

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '10' },
    every: { type: 'string', default: '1' },
    random: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    count: { type: 'string' },
    workers: { type: 'string', default: '2' },
    limit: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function numberOf(name, fallback) {
  const text = values[name];
  if (text === undefined) return fallback;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number; "${text}" is none.`);
}

const tell = (line) => process.stderr.write(`${line}\n`);

function condense({ recoveryMs, ...summary }, seed) {
  const sorted = recoveryMs.toSorted((a, b) => a - b);
  const [median, longest] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0].map(Math.round);
  return { seed, ...summary, seconds: Math.round(summary.seconds), recoveryMs: { median, longest } };
}

function toText({ seed, planned, cycles, reached, broken, seconds, recoveryMs, ...counts }) {
  return [
    `${cycles} of ${planned} crashes in ${seconds} s, seed ${seed}; ${reached} met a run under way`,
    `acknowledged before: ${counts.acknowledgedRuns} runs, ${counts.acknowledgedSteps} finished steps`,
    `all final after: ${recoveryMs.median} ms (median), ${recoveryMs.longest} ms (longest)`,
    `runs ended: ${JSON.stringify(counts.states)}`,
    `requests without an answer, asked again: ${JSON.stringify(counts.repeats)}`,
    `notices mailed twice: ${counts.noticesTwice}`,
    `broken: ${broken.length}`,
  ].join('\n');
}

if (values.help) process.stdout.write(`${usage}\n`);
else {
  const seed = numberOf('seed', Math.floor(Math.random() * 1_000_000));
  tell(`crash: seed ${seed}`);
  const limit = numberOf('limit', undefined);
  const summary = await runCrashes({
    seed,
    rounds: numberOf('points'),
    every: numberOf('every'),
    random: numberOf('random'),
    from: numberOf('from'),
    count: numberOf('count', Infinity),
    workers: numberOf('workers'),
    limitMs: limit === undefined ? Infinity : limit * 1000,
    tell,
  });
  const condensed = condense(summary, seed);
  process.stdout.write(values.json ? `${JSON.stringify(condensed)}\n` : `${toText(condensed)}\n`);
  process.exitCode = summary.broken.length === 0 ? 0 : 1;
}
