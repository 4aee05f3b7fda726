import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '@daybook/kernel';
import { parseCalendarOverrides } from '@daybook/calendars';
import { createApplicationParser } from '../../src/policy-parser.ts';
import { baseDocument } from './base-document.ts';
import { changeDocument } from './change-document.ts';

const guide = fileURLToPath(new URL('../../../../docs/policies.md', import.meta.url));
const snippets = [...readFileSync(guide, 'utf8').matchAll(/^```json (\w+)\n(.*?)^```$/gms)].map(
  ([, kind = '', text = ''], index) => ({ kind, text, name: `${index + 1}, a ${kind}` }),
);
const parse = createApplicationParser();

/** A whole policy that holds the snippet. */
function policyWith(kind: string, snippet: JsonValue): JsonValue {
  switch (kind) {
    case 'policy':
      return snippet;
    case 'trigger':
      return changeDocument(baseDocument, [['/trigger', snippet]]);
    case 'condition':
      return changeDocument(baseDocument, [['/steps/2/skip_if', snippet]]);
    case 'step':
      return changeDocument(baseDocument, [[`/steps/${placeOf(snippet)}`, snippet]]);
    default:
      throw new Error(`the guide has a snippet of an unknown kind: ${kind}`);
  }
}

/** A step takes the place of the one with its id, or comes last. */
function placeOf(step: JsonValue): number {
  const ids = ['prices', 'bars', 'brief', 'pages', 'folder'];
  const position = ids.findIndex(
    (id) => typeof step === 'object' && step !== null && 'id' in step && step.id === id,
  );
  return position < 0 ? ids.length : position;
}

describe('the authoring guide', () => {
  it('has snippets of every kind', () => {
    expect(new Set(snippets.map(({ kind }) => kind))).toEqual(
      new Set(['policy', 'step', 'condition', 'trigger', 'calendars']),
    );
  });

  it('corrects calendars as it says', () => {
    const corrections = snippets.filter(({ kind }) => kind === 'calendars');
    expect(corrections.map(({ text }) => Object.keys(parseCalendarOverrides(JSON.parse(text))))).toEqual([
      ['XNYS'],
    ]);
  });

  it.each(snippets.filter(({ kind }) => kind !== 'calendars'))(
    'has no mistake in snippet $name',
    ({ kind, text }) => {
      const document = policyWith(kind, JSON.parse(text) as JsonValue);
      expect(parse(JSON.stringify(document)).issues).toEqual([]);
    },
  );
});
