// The engine, encrypted, synchronous=FULL: real runs of the examples, and empty steps beside DBOS on PostgreSQL and the
// rate of bare commits. A ratio is ours divided by the other: for times small is good, for rates large.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPeer } from './engine-peer/peer.mjs';
import { startEngine } from './engine/empty-steps.mjs';
import { examples, runExamples } from './engine/example-runs.mjs';
import { openRawCommits } from './engine/raw-commits.mjs';
import { describeVersions, summarise } from './measure.mjs';

const exampleRounds = 5;
const rounds = 9;
// A just-in-time compiler needs some thousand steps before the figures stand still; both sides get them.
const warmUpRounds = 4;
const steps = 50;
/** Runs one after the other in a round of the sequence, and at the same time in a round of the crowd. */
const sequenceRuns = 4;
const crowd = 16;

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** One round of empty steps of either side: the engine's and the peer's `run` have the same shape. */
async function measureRound(side) {
  const sequence = [];
  for (let run = 0; run < sequenceRuns; run += 1) sequence.push(await side.run({ workflows: 1, steps }));
  const stepMs = sequence.flatMap((run) => run.stepMs);
  const seconds = sequence.reduce((sum, run) => sum + run.seconds, 0);
  const together = await side.run({ workflows: crowd, steps });
  return {
    p50: percentile(stepMs, 0.5),
    p95: percentile(stepMs, 0.95),
    sequence: (sequenceRuns * steps) / seconds,
    crowd: (crowd * steps) / together.seconds,
  };
}

async function measureRaw(raw) {
  const single = await raw.run({ commits: 200, rows: 1 });
  const grouped = await raw.run({ commits: 50, rows: crowd });
  return { single, grouped, commitMs: 1000 / single };
}

/** Ours, the limit and the peer take turns, so that a busy moment of the machine meets all of them. */
async function measureEmptySteps(folder, peer) {
  const engine = await startEngine(join(folder, 'empty-steps.db'));
  const raw = await openRawCommits(engine);
  const figures = { ours: [], raw: [], peer: [] };
  try {
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      const ours = await measureRound(engine);
      const bare = await measureRaw(raw);
      const others = peer.kind === 'ready' ? await measureRound(peer) : undefined;
      if (round < 0) continue;
      figures.ours.push(ours);
      figures.raw.push(bare);
      if (others !== undefined) figures.peer.push(others);
    }
  } finally {
    await raw.close();
    await engine.close();
  }
  return figures;
}

async function measureExamples(folder) {
  const figures = [];
  // The first round also loads the fonts and the chart library.
  for (let round = -1; round < exampleRounds; round += 1) {
    const data = join(folder, `examples-${round + 1}`);
    const figure = await runExamples(data);
    rmSync(data, { recursive: true, force: true });
    if (round >= 0) figures.push(figure);
  }
  return figures;
}

/** A row with what it is compared with, as far as that was measured. */
function row(work, unit, { ours, limit, peer }) {
  return {
    work,
    unit,
    ours: summarise(ours),
    ...compared('peer', ours, peer),
    ...compared('limit', ours, limit),
  };
}

/** A peer that is not installed is named, without figures. */
function compared(role, ours, other) {
  if (other === undefined) return {};
  const { name, values } = other;
  if (values.length === 0) return { [role]: { name } };
  const theirs = summarise(values);
  return { [role]: { name, ...theirs }, [`ratio_to_${role}`]: summarise(ours).median / theirs.median };
}

function exampleRows(figures) {
  return examples.flatMap(({ name }) => {
    const runs = figures.map((figure) => figure.get(name));
    const label = `${name}, ${runs[0].steps} steps`;
    return [
      row(`${label}: first run`, 'ms', { ours: runs.map(({ firstMs }) => firstMs) }),
      row(`${label}: nothing new`, 'ms', { ours: runs.map(({ secondMs }) => secondMs) }),
    ];
  });
}

function emptyStepRows(figures, peer) {
  const of = (key) => ({
    ours: figures.ours.map((figure) => figure[key]),
    peer: { name: peer.name, values: figures.peer.map((figure) => figure[key]) },
  });
  const limit = (name, key) => ({ limit: { name, values: figures.raw.map((figure) => figure[key]) } });
  return [
    row('empty step, p50', 'ms', { ...of('p50'), ...limit('a bare commit', 'commitMs') }),
    row('empty step, p95', 'ms', of('p95')),
    row(`${steps} empty steps in sequence`, 'steps/s', {
      ...of('sequence'),
      ...limit('bare commits', 'single'),
    }),
    row(`${crowd} runs at once, ${steps} empty steps each`, 'steps/s', {
      ...of('crowd'),
      ...limit(`bare commits of ${crowd} rows`, 'grouped'),
    }),
  ];
}

/** Figures of the engine; without PostgreSQL or the peer's SDK there are only its own, and it says how to install them. */
export default async function measureEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-bench-'));
  const peer = await startPeer();
  if (peer.kind === 'missing')
    console.error(`engine: measured without its peer; install it with: ${peer.advice}`);
  try {
    const emptySteps = await measureEmptySteps(folder, peer);
    const ofExamples = await measureExamples(folder);
    const versions = { ...describeVersions(), ...(peer.kind === 'ready' ? peer.versions : {}) };
    return { versions, rows: [...exampleRows(ofExamples), ...emptyStepRows(emptySteps, peer)] };
  } finally {
    if (peer.kind === 'ready') await peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
