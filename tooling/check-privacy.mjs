// The project speaks of itself alone: no path of somebody's machine and no registry address in any file under
// version control. Both would tell where it was written, and mean nothing anywhere else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, reportProblems, rootFromArguments } from './repository.mjs';

const isText = (file) => !/\.(png|jpg|jpeg|gif|ico|pdf|woff2?|ttf|otf|gz|zip|wasm)$/.test(file);

const rules = [
  { what: 'a machine path', pattern: /(?<![\w.:/-])\/(?:work|home|root|Users)\/[\w.-]+/ },
  {
    what: 'a registry address',
    pattern: /https?:\/\/[\w.-]*(?:registry|artifactory|verdaccio|nexus)[\w.-]*/i,
  },
  { what: 'a download address in the lockfile', pattern: /^\s*resolution: .*tarball:/ },
];

const root = rootFromArguments();
const problems = listFiles(root)
  .filter(isText)
  .flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        rules
          .filter(({ pattern }) => pattern.test(line))
          .map(({ what, pattern }) => `${file}:${index + 1}: ${what}: ${pattern.exec(line)[0].trim()}`),
      ),
  );
reportProblems('privacy', problems);
