import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the scripts under test. */
export const toolingFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a finished script left behind. */
export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small tree of files in a temporary folder; keys of `files` are paths relative to its root. */
export interface FixtureTree {
  readonly root: string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** Writes `files` into a fresh temporary folder. */
export function createFixtureTree(files: Readonly<Record<string, string>>): FixtureTree {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'daybook-tooling-')));
  const write = (more: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { mode: path.startsWith('bin/') ? 0o755 : 0o644 });
    }
  };
  write(files);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Copies scripts of this folder into the tree, for those that work on the tree that they stand in. */
export function copyScripts({ root }: FixtureTree, names: readonly string[]): void {
  for (const name of names) cpSync(join(toolingFolder, name), join(root, 'tooling', name));
}

/** Runs a script with Node and waits for its end. */
export function runScript(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}

/** Runs a check of this folder against another tree. */
export function runCheck(check: string, { root }: FixtureTree): Promise<ScriptResult> {
  return runScript(join(toolingFolder, check), ['--root', root]);
}
