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
const conditional = {
  type: 'conditional_section',
  when: { field: { ref: 'ctx.bars.rows_written' }, op: 'gt', value: 0 },
};
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
    [
      'conditions in conditions',
      { sections: [{ ...conditional, sections: [{ ...conditional, sections: [text] }] }] },
      '/sections/0/sections/0/type',
    ],
    ['a condition without sections', { sections: [conditional] }, '/sections/0/sections'],
    [
      'a condition that is none',
      { sections: [{ ...conditional, when: true, sections: [text] }] },
      '/sections/0/when',
    ],
    ['broken SQL text', { queries: { spy: { sql: '\uDC00' } } }, '/queries/spy/sql'],
  ])('refuses %s', (_, change, pointer) => {
    expect(issuesOf({ ...spec, ...change })?.[0]).toContain(pointer);
  });

  it('accepts paragraphs and joined emoji in text', () => {
    const body = 'First.\n\nSecond 👩‍💻.';
    expect(reportSpec.parse({ ...spec, sections: [{ ...text, body }] }).sections).toEqual([
      { type: 'text', body },
    ]);
  });

  it('accepts sections that depend on a condition', () => {
    const sections = [{ ...conditional, sections: [text, ...spec.sections] }];
    expect(reportSpec.parse({ ...spec, sections }).sections).toEqual(sections);
  });

  it('describes itself as JSON Schema', () => {
    const schema = z.toJSONSchema(reportSpec, { io: 'input' });
    expect(schema.required).toEqual(['report', 'title', 'queries', 'sections']);
    expect(JSON.stringify(schema)).toContain('rounded half-even');
    expect(JSON.stringify(schema)).toContain('conditional_section');
  });
});
