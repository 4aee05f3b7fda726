// Documents that fell behind the tree: dead relative links, named files that don't exist, missing or long READMEs.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { listFiles, listPackages, reportProblems, rootFromArguments } from './repository.mjs';

const maxReadmeLines = 60;
const link = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g;
const namedFile = /`((?:packages|apps|tooling|docs|bench|examples)\/[\w./-]+)`/g;

/** `packages/stages-NAME` speaks of a file that the reader will write. */
const placeholder = /\bNAME\b/;

/** Text in fences is an example, not a statement about the tree. */
const withoutFences = (text) => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');

function checkLinks(root, file, text) {
  return [...text.matchAll(link)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
    .flatMap((target) => {
      const [path, anchor] = target.split('#');
      const resolved = path === '' ? file : posix.join(dirname(file), decodeURIComponent(path));
      if (!existsSync(join(root, resolved))) return [`${file}: dead link ${target}`];
      if (anchor && resolved.endsWith('.md') && !hasHeading(join(root, resolved), anchor)) {
        return [`${file}: ${target} names a heading that does not exist`];
      }
      return [];
    });
}

/** Headings become anchors as GitHub writes them: lower case, punctuation dropped, spaces turned into hyphens. */
function hasHeading(path, anchor) {
  const headings = withoutFences(readFileSync(path, 'utf8')).match(/^#+ .*$/gm) ?? [];
  return headings.some((heading) => toAnchor(heading.replace(/^#+ /, '')) === anchor);
}

function toAnchor(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function checkNamedFiles(root, file, text) {
  return [...text.matchAll(namedFile)]
    .filter(([, path]) => !placeholder.test(path) && !existsSync(join(root, path)))
    .map(([, path]) => `${file}: names ${path}, which does not exist`);
}

function checkReadme(root, { folder }) {
  const file = `${folder}/README.md`;
  if (!existsSync(join(root, file)) || !statSync(join(root, file)).isFile())
    return [`${file}: missing; each package has one`];
  const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;
  return lines > maxReadmeLines ? [`${file}: ${lines} lines, at most ${maxReadmeLines} are allowed`] : [];
}

const root = rootFromArguments();
const documents = listFiles(root).filter((file) => file.endsWith('.md') && !file.startsWith('.changeset/'));
const problems = documents.flatMap((file) => {
  const text = withoutFences(readFileSync(join(root, file), 'utf8'));
  return [...checkLinks(root, file, text), ...checkNamedFiles(root, file, text)];
});
reportProblems('documents', [
  ...problems,
  ...listPackages(root).flatMap((entry) => checkReadme(root, entry)),
]);
