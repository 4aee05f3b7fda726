// `npm test [-- JEST ARGUMENTS]`: set-up with a build (forked children start from dist), then Jest on the sources.
// Closes with one line "N passed, N failed, N skipped"; see jest-summary.cjs.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './repository.mjs';
import { runCommand } from './run-command.mjs';
import { setUp } from './set-up.mjs';

await setUp();

const hasPdfToText = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'pdftotext')));
if (!hasPdfToText) {
  process.stderr.write(
    'test: pdftotext not found, so the tests that read PDF files will fail. Debian, Ubuntu: sudo apt-get install -y poppler-utils; macOS: brew install poppler\n',
  );
}

const jest = join(repositoryRoot, 'node_modules', 'jest', 'bin', 'jest.js');
const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { code } = await runCommand(process.execPath, [...nodeFlags, jest, ...process.argv.slice(2)], {
  cwd: repositoryRoot,
  inherit: true,
});
process.exitCode = code;
