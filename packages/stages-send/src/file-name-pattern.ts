/** What a file name may be made of. */
export interface FileNameFacts {
  /** The slug of the report. */
  readonly report: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly version: number;
}

/** One file for each report version. */
export const DEFAULT_FILE_NAME = '{report}-{date}-v{version}';

const placeholders: Readonly<Record<string, (facts: FileNameFacts) => string>> = {
  report: ({ report }) => report,
  date: ({ date }) => date,
  version: ({ version }) => String(version),
};

/** What is wrong with a pattern, in words; `undefined` when nothing is. */
export function findPatternProblem(pattern: string): string | undefined {
  const unknown = [...pattern.matchAll(/\{([^{}]*)\}/g)].find(
    ([, name = '']) => !Object.hasOwn(placeholders, name),
  );
  const known = Object.keys(placeholders)
    .map((name) => `{${name}}`)
    .join(', ');
  if (unknown !== undefined) return `${unknown[0]} is not known; a name may hold ${known}`;
  if (/[{}]/.test(pattern.replaceAll(/\{[^{}]*\}/g, ''))) {
    return `a brace stands alone; a name may hold ${known}`;
  }
  return undefined;
}

/** The file name, without extension, that a pattern without problems gives. */
export function fillFileName(pattern: string, facts: FileNameFacts): string {
  return pattern.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => placeholders[name]?.(facts) ?? whole);
}
