import {
  isJsonList,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  sqlProblem,
  nearestName,
} from '@daybook/kernel';
import { findLiteralFields, type ParamsFinding, type ParamsJudge, toPlaceholder } from '@daybook/policy';
import { findColumnProblems } from './sections/find-column-problems.ts';

/** The most sections of a report, those inside conditional ones included. */
const MAX_SECTIONS = 50;

/** Finds what no schema can: queries that a section names in vain or none reads, columns that don't suit a chart. */
export const judgeReport: ParamsJudge = (params) => [
  ...findReportProblems(params),
  ...findLiteralConditions(params),
];

/** The parameters of `query`: only the SQL can be wrong in a way that no schema says. */
export const judgeQuery: ParamsJudge = (params) =>
  isJsonObject(params) ? findSqlProblems(params['sql'], ['sql']) : [];

type Path = readonly (string | number)[];

interface PlacedSection {
  readonly section: JsonObject;
  readonly path: Path;
}

/** What is wrong with a report whether its references are resolved or not. */
export function findReportProblems(params: JsonValue): readonly ParamsFinding[] {
  if (!isJsonObject(params)) return [];
  const sections = listSections(params['sections'], ['sections']);
  const printed = sections.filter(({ section }) => section['type'] !== 'conditional_section');
  return [
    ...findQueryProblems(params['queries'], printed, sections),
    ...printed.flatMap(({ section, path }) => findColumnProblems(section, path)),
    ...(printed.length > MAX_SECTIONS ? [tooManySections(printed.length)] : []),
  ];
}

/** All sections, conditional ones before those that they hold. */
function listSections(value: JsonValue | undefined, path: Path): readonly PlacedSection[] {
  if (!isJsonList(value)) return [];
  return value.flatMap((section, index): readonly PlacedSection[] => {
    if (!isJsonObject(section)) return [];
    const at = [...path, index];
    const inner =
      section['type'] === 'conditional_section' && path.length === 1
        ? listSections(section['sections'], [...at, 'sections'])
        : [];
    return [{ section, path: at }, ...inner];
  });
}

function findQueryProblems(
  queries: JsonValue | undefined,
  printed: readonly PlacedSection[],
  all: readonly PlacedSection[],
): readonly ParamsFinding[] {
  if (!isJsonObject(queries) || toPlaceholder(queries) !== undefined) return [];
  const names = Object.keys(queries);
  const findings: ParamsFinding[] = [];
  for (const [name, query] of Object.entries(queries)) {
    if (isJsonObject(query)) findings.push(...findSqlProblems(query['sql'], ['queries', name, 'sql']));
  }
  const used = new Set<string>();
  for (const { section, path } of printed) {
    const { query } = section;
    if (typeof query !== 'string') continue;
    used.add(query);
    if (!names.includes(query)) findings.push(unknownQuery(query, names, [...path, 'query']));
  }
  // With one section that can't be read nobody knows what it would have used.
  const readable = all.length > 0 && all.every(isReadable);
  if (readable) findings.push(...names.filter((name) => !used.has(name)).map(unusedQuery));
  return findings;
}

function isReadable({ section }: PlacedSection): boolean {
  switch (section['type']) {
    case 'text':
      return true;
    case 'conditional_section':
      return isJsonList(section['sections']);
    default:
      return typeof section['query'] === 'string';
  }
}

/** Of empty SQL the schema says all there is to say. */
function findSqlProblems(sql: JsonValue | undefined, path: Path): readonly ParamsFinding[] {
  const problem = typeof sql === 'string' && sql !== '' ? sqlProblem(sql) : undefined;
  return problem === undefined ? [] : [{ path, ...problem }];
}

function unknownQuery(query: string, names: readonly string[], path: Path): ParamsFinding {
  const suggestion = nearestName(query, names);
  return {
    path,
    code: 'report.query-unknown',
    message: `The report has no query "${query.slice(0, 64)}"; its queries: ${names.slice(0, 20).join(', ') || 'none'}.`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function unusedQuery(name: string): ParamsFinding {
  return {
    path: ['queries', name],
    code: 'report.query-unused',
    message: `No section reads the query "${name.slice(0, 64)}": remove it, or show it.`,
    severity: 'warning',
  };
}

function tooManySections(count: number): ParamsFinding {
  const message = `The report has ${count} sections, those inside conditional ones included; at most ${MAX_SECTIONS} are possible.`;
  return { path: ['sections'], code: 'report.sections-too-many', message };
}

/** A comparison of a fixed value could be decided without running anything: a reference was meant. */
function findLiteralConditions(params: JsonValue): readonly ParamsFinding[] {
  if (!isJsonObject(params)) return [];
  return listSections(params['sections'], ['sections']).flatMap(({ section, path }) =>
    section['type'] === 'conditional_section' ? findLiteralFields(section['when'], [...path, 'when']) : [],
  );
}
