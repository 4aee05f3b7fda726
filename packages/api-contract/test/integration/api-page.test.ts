import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { changeHeader, type Route, routes, scopes } from '@daybook/api-contract';

const page = await readFile(new URL('../../../../docs/api.md', import.meta.url), 'utf8');

/** The table of all routes, in the order of their files. */
function tableOfRoutes(): string {
  const rows = Object.values<Route>(routes).map(
    ({ method, path, scope, summary }) =>
      `| \`${method}\` | \`${path}\` | ${scope ?? 'none'} | ${summary.replaceAll('|', '\\|')} |`,
  );
  return ['| method | path | scope | does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function tableOnPage(): string {
  const [, found = ''] = /\n(\| method \| path \| scope \| does \|\n(?:\|.*\n)+)/.exec(page) ?? [];
  return found.trimEnd();
}

describe('docs/api.md', () => {
  it('has the table that the routes make', () => {
    const right = tableOfRoutes();
    if (tableOnPage() !== right) throw new Error(`The table of routes in docs/api.md must be:\n\n${right}\n`);
    expect(tableOnPage()).toBe(right);
  });

  it('explains every scope', () => {
    expect(scopes.filter((scope) => !page.includes(`| \`${scope}\` |`))).toEqual([]);
  });

  it('sends what a change must carry in each of its examples', () => {
    const changes = page.match(/curl [^\n]*-X (?:POST|PUT|PATCH|DELETE)(?:[^\n]*\\\n)*[^\n]*/g) ?? [];
    expect(changes.length).toBeGreaterThan(1);
    for (const change of changes) {
      expect(change).toContain(`${changeHeader.name}: ${changeHeader.value}`);
      expect(change).toContain('Content-Type: application/json');
    }
  });

  it('asks in its examples for nothing that is not there', () => {
    const paths = Object.values<Route>(routes).map(({ path }) => path.replaceAll(/\{[a-z_]+\}/g, '[^/]+'));
    const known = new RegExp(`^(?:${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})$`);
    const asked = [...page.matchAll(/\$DAYBOOK(\/[^\s"?]*)/g)].map(([, path = '']) => path);
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter((path) => !known.test(path))).toEqual([]);
  });
});
