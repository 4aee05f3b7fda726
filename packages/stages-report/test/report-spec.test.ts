import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { reportSpec } from '../src/report-spec.ts';

const spec = {
  report: 'weekly-brief',
  title: 'Weekly brief',
  queries: { spy: { sql: 'SELECT date, close FROM ohlcv' } },
  sections: [{ type: 'metric_card', title: 'Close', query: 'spy', column: 'close' }],
};
const text = { type: 'text', body: 'Words.' };
const issuesOf = (document: object) =>
  reportSpec.safeParse(document).error?.issues.map(({ path, message }) => `/${path.join('/')} ${message}`);

describe('reportSpec', () => {
  it('notes emptiness by default', () => {
    expect(reportSpec.parse(spec).on_empty).toBe('note');
  });

  it('normalises titles', () => {
    expect(reportSpec.parse({ ...spec, title: 'Re\u0301sume\u0301' }).title).toBe('Résumé');
  });

  it.each([
    ['a title with a right-to-left override', { title: 'Brief \u202Efdp' }, '/title'],
    ['a title with a zero-width space', { title: 'Bri\u200Bef' }, '/title'],
    ['a title with a line end', { title: 'Brief\n2' }, '/title'],
    ['a broken character', { title: 'Brief \uD800' }, '/title'],
    ['a title of spaces', { title: '  ' }, '/title'],
    ['a long title', { title: 'x'.repeat(201) }, '/title'],
    ['a slug with capitals', { report: 'Weekly' }, '/report'],
    ['a slug that is a path', { report: '../brief' }, '/report'],
    ['no sections', { sections: [] }, '/sections'],
    ['51 sections', { sections: Array.from({ length: 51 }, () => text) }, '/sections'],
    ['a key that it does not know', { on_emtpy: 'skip' }, '/ '],
    [
      'a format that it does not know',
      { sections: [{ ...spec.sections[0], format: 'money' }] },
      '/sections/0/format',
    ],
    ['text with a bidirectional override', { sections: [{ ...text, body: '\u202E' }] }, '/sections/0/body'],
    ['broken SQL text', { queries: { spy: { sql: '\uDC00' } } }, '/queries/spy/sql'],
  ])('refuses %s', (_, change, pointer) => {
    expect(issuesOf({ ...spec, ...change })?.[0]).toContain(pointer);
  });

  it('names the queries there are when a section reads another', () => {
    expect(issuesOf({ ...spec, sections: [{ ...spec.sections[0], query: 'spx' }] })).toEqual([
      '/sections/0/query the report has no query "spx"; its queries: spy',
    ]);
  });

  it('finds no query in what objects inherit', () => {
    expect(issuesOf({ ...spec, sections: [{ ...spec.sections[0], query: 'constructor' }] })).toHaveLength(1);
  });

  it('accepts paragraphs and joined emoji in text', () => {
    const body = 'First.\n\nSecond 👩‍💻.';
    expect(reportSpec.parse({ ...spec, sections: [{ ...text, body }] }).sections).toEqual([
      { type: 'text', body },
    ]);
  });

  it('describes itself as JSON Schema', () => {
    const schema = z.toJSONSchema(reportSpec, { io: 'input' });
    expect(schema.required).toEqual(['report', 'title', 'queries', 'sections']);
    expect(JSON.stringify(schema)).toContain('rounded half-even');
  });
});
