// `npm run bench [-- NAME …]`: runs bench/NAME.mjs, prints each as a table and writes bench/results/NAME.json.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.mjs';
import { setUp } from './set-up.mjs';

const benchFolder = join(repositoryRoot, 'bench');
const helpers = new Set(['measure.mjs', 'open-daybook.mjs']);

const columns = [
  { title: 'work', of: (row) => row.work },
  { title: 'unit', of: (row) => row.unit },
  { title: 'min', of: (row) => toText(row.ours.min), isNumber: true },
  { title: 'median', of: (row) => toText(row.ours.median), isNumber: true },
  { title: 'max', of: (row) => toText(row.ours.max), isNumber: true },
  { title: 'peer', of: (row) => (row.peer ? `${row.peer.name} ${toText(row.peer.median)}` : '') },
  { title: '× peer', of: (row) => toText(row.ratio_to_peer), isNumber: true },
  { title: 'limit', of: (row) => (row.limit ? `${row.limit.name} ${toText(row.limit.median)}` : '') },
  { title: '× limit', of: (row) => toText(row.ratio_to_limit), isNumber: true },
];

/** Three digits are what a measurement carries; large numbers are grouped instead of shortened. */
function toText(value) {
  if (value === undefined || value === null) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function formatTable(rows) {
  const shown = columns.filter(({ of }) => rows.some((row) => of(row) !== ''));
  const cells = [shown.map(({ title }) => title), ...rows.map((row) => shown.map(({ of }) => of(row)))];
  const widths = shown.map((_, index) => Math.max(...cells.map((line) => line[index].length)));
  const align = (text, index) =>
    shown[index].isNumber ? text.padStart(widths[index]) : text.padEnd(widths[index]);
  return cells.map((line) => line.map(align).join('  ').trimEnd()).join('\n');
}

async function runBenchmark(name) {
  // The shared facts are loaded here, after set-up: measure.mjs reads the installed packages.
  const { describeMachine, describeVersions } = await import(
    pathToFileURL(join(benchFolder, 'measure.mjs')).href
  );
  const { default: measure } = await import(pathToFileURL(join(benchFolder, `${name}.mjs`)).href);
  const result = await measure();
  const { machine = describeMachine(), versions = describeVersions(), rows } = result;
  const document = { name, machine, versions, rows };

  console.log(
    `${name} · ${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB · Node ${versions.node}`,
  );
  console.log(`${formatTable(rows)}\n`);
  mkdirSync(join(benchFolder, 'results'), { recursive: true });
  writeFileSync(join(benchFolder, 'results', `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}

const available = readdirSync(benchFolder)
  .filter((file) => file.endsWith('.mjs') && !helpers.has(file))
  .map((file) => basename(file, '.mjs'))
  .sort();
const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : available;
const unknown = names.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(
    `bench: no benchmark is called ${unknown.join(', ')}; there are: ${available.join(' ') || '(none yet)'}`,
  );
  process.exit(2);
}

await setUp();
for (const name of names) await runBenchmark(name);
