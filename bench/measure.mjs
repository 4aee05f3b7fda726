// What every benchmark shares: the facts about the machine, and repeated runs condensed to minimum, median, maximum.
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

/** Where the figures were taken; without it they mean nothing. */
export function describeMachine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown processor',
    cores: processors.length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
  };
}

/** The versions whose change could move a figure: Node, its engine, and the database driver of the catalog. */
export function describeVersions() {
  const catalog = readFileSync(new URL('../pnpm-workspace.yaml', import.meta.url), 'utf8');
  const sqlcipher = /sqlcipher"?: *([\d.]+)/.exec(catalog)?.[1] ?? 'unknown';
  return { node: process.versions.node, v8: process.versions.v8, sqlcipher };
}

/** `{ min, median, max }` of a non-empty list of numbers. */
export function summarise(values) {
  if (values.length === 0) throw new RangeError('summarise: no value was measured; measure at least once.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median, max: sorted.at(-1) };
}

/**
 * Calls `work` `warmUps` times unmeasured (default 1), then `times` times (default 5), one after the other.
 * Resolves with the seconds of each measured call.
 */
export async function measureSeconds(work, { times = 5, warmUps = 1 } = {}) {
  for (let round = 0; round < warmUps; round += 1) await work();
  const seconds = [];
  for (let round = 0; round < times; round += 1) {
    const startedAt = process.hrtime.bigint();
    await work();
    seconds.push(Number(process.hrtime.bigint() - startedAt) / 1e9);
  }
  return seconds;
}
