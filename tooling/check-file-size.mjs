// Files that hold more than one concept are long: 400 lines are the limit, generated files excepted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, reportProblems, rootFromArguments } from './repository.mjs';

const maxLines = 400;
const isCode = (file) => /\.(ts|tsx|mjs|cjs)$/.test(file) && !/(^|\/)generated\/|\.generated\./.test(file);

const root = rootFromArguments();
const problems = listFiles(root)
  .filter(isCode)
  .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
  .filter(({ lines }) => lines > maxLines)
  .map(({ file, lines }) => `${file}: ${lines} lines, at most ${maxLines} are allowed; split it by concept`);
reportProblems('file size', problems);
