// `npm test [-- JEST ARGUMENTS]`: set-up with a build (forked children start from dist, browsers use the bundled GUI), then Jest on the sources.
// Closes with one line "N passed, N failed, N skipped"; see jest-summary.cjs.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './repository.mjs';
import { runCommand } from './run-command.mjs';
import { setUp } from './set-up.mjs';

await setUp({ gui: true });

const isOnPath = (tool) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
const needed = [
  ['pdftotext', 'read PDF files', 'poppler-utils', 'poppler'],
  ['openssl', 'send mail over TLS', 'openssl', 'openssl'],
  ['chromium', 'use the GUI in a browser', 'chromium', 'chromium'],
];
for (const [tool, what, debian, brew] of needed.filter(([name]) => !isOnPath(name))) {
  process.stderr.write(
    `test: ${tool} not found, so the tests that ${what} will fail. Debian, Ubuntu: sudo apt-get install -y ${debian}; macOS: brew install ${brew}\n`,
  );
}

const jest = join(repositoryRoot, 'node_modules', 'jest', 'bin', 'jest.js');
const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { code } = await runCommand(process.execPath, [...nodeFlags, jest, ...process.argv.slice(2)], {
  cwd: repositoryRoot,
  inherit: true,
});
process.exitCode = code;
