import { describe, expect, it } from '@jest/globals';
import { createApplicationParser } from '../../src/policy-parser.ts';
import { baseDocument } from './base-document.ts';
import { changeDocument } from './change-document.ts';
import { validCases } from './valid-documents.ts';

const parse = createApplicationParser();

describe('a valid document', () => {
  it.each(validCases)('with %s has no issue', (_, changes) => {
    expect(parse(JSON.stringify(changeDocument(baseDocument, changes))).issues).toEqual([]);
  });

  it('comes in at least forty kinds', () => {
    expect(validCases.length).toBeGreaterThanOrEqual(40);
  });
});
