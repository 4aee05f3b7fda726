// A test file that Jest does not list never runs, and nobody notices: compare Jest's list with the files on disk.
import { join, relative, sep } from 'node:path';
import { listFiles, reportProblems, repositoryRoot } from './repository.mjs';
import { runCommand } from './run-command.mjs';

const looksLikeTest = (file) => /\.(test|spec)\.[cm]?[jt]sx?$/.test(file);

const root = repositoryRoot;
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { code, output } = await runCommand(process.execPath, [jest, '--listTests'], { cwd: root });
if (code !== 0) {
  reportProblems('stray tests', [`jest --listTests ended with ${code}: ${output.trim()}`]);
} else {
  const listed = new Set(output.split('\n').map((path) => relative(root, path.trim()).split(sep).join('/')));
  const stray = listFiles(root).filter((file) => looksLikeTest(file) && !listed.has(file));
  reportProblems(
    'stray tests',
    stray.map((file) => `${file}: Jest does not list it; tests live in test/ and end with .test.ts`),
  );
}
