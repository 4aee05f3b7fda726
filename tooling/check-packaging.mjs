// What would be published: each public package is packed, so that publishConfig applies, and its archive is judged by
// publint (is the manifest sound?) and by attw (do its types resolve where an ES module is imported?).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackages, reportProblems, repositoryRoot } from './repository.mjs';
import { runCommand } from './run-command.mjs';

const root = repositoryRoot;
const tool = (name) => join(root, 'node_modules', '.bin', name);

async function checkPackage(destination, { folder, name }) {
  const packed = await runCommand(tool('pnpm'), ['pack', '--json', '--pack-destination', destination], {
    cwd: join(root, folder),
  });
  const archive = /[^\s"]+\.tgz/.exec(packed.output)?.[0];
  if (packed.code !== 0 || !archive) return [`${name}: pnpm pack failed: ${packed.output.trim()}`];

  const judge = async (command, args) => {
    const { code, output } = await runCommand(tool(command), args, { cwd: destination });
    return code === 0 ? [] : [`${name}: ${command} found:\n${output.trim()}`];
  };
  return [
    ...(await judge('publint', ['run', archive, '--strict'])),
    ...(await judge('attw', [archive, '--profile', 'esm-only', '--no-color', '--no-emoji', '--quiet'])),
  ];
}

const destination = mkdtempSync(join(tmpdir(), 'daybook-pack-'));
try {
  const problems = [];
  for (const entry of listPackages(root)) {
    if (!entry.manifest.private) problems.push(...(await checkPackage(destination, entry)));
  }
  reportProblems('packaging', problems);
} finally {
  rmSync(destination, { recursive: true, force: true });
}
