// What must be on the machine before anything is installed, checked up front with one clear sentence each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isDriverBuilt } from './driver-build.mjs';

const oldestNode = [20, 19];
const advice = [
  '  Debian, Ubuntu: sudo apt-get install -y build-essential python3 libssl-dev',
  '  macOS: xcode-select --install',
].join('\n');

/** `null`, or why this Node can't run Daybook. */
export function findNodeProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const isOldEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  if (isOldEnough) return null;
  return `Node ${version} is too old: Daybook needs Node ${oldestNode.join('.')} or newer. Install a current Node from https://nodejs.org and run the command again.`;
}

/** `null`, or what is missing to compile the database driver. Nothing is needed once the driver is built. */
export function findCompilerProblem(root, env = process.env) {
  if (isDriverBuilt(root)) return null;
  const compiler = ['g++', 'c++'].find((tool) => isOnPath(tool, env));
  const missing = ['make', 'python3'].filter((tool) => !isOnPath(tool, env));
  if (!compiler) missing.push('a C++ compiler (g++)');
  if (missing.length === 0 && !canLinkCrypto(compiler))
    missing.push("OpenSSL's development files (libssl-dev)");
  if (missing.length === 0) return null;
  return `${missing.join(', ')} not found: the encrypted database driver is compiled during set-up. Install what is missing and run the command again:\n${advice}`;
}

function isOnPath(tool, env) {
  return (env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
}

/** Node ships OpenSSL's headers but not the library to link with; only Linux links it, macOS has its own. */
function canLinkCrypto(compiler) {
  if (process.platform !== 'linux') return true;
  const folder = mkdtempSync(join(tmpdir(), 'daybook-setup-'));
  try {
    const args = ['-x', 'c++', '-', '-lcrypto', '-o', join(folder, 'probe')];
    return spawnSync(compiler, args, { input: 'int main() { return 0; }\n' }).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
