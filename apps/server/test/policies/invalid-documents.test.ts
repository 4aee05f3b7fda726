import { describe, expect, it } from '@jest/globals';
import { createApplicationParser } from '../../src/policy-parser.ts';
import { baseDocument } from './base-document.ts';
import { changeDocument } from './change-document.ts';
import { documentCases, triggerCases } from './document-cases.ts';
import type { InvalidCase } from './invalid-case.ts';
import { paramCases } from './param-cases.ts';
import { stepCases } from './step-cases.ts';

const parse = createApplicationParser();
const cases: readonly InvalidCase[] = [...documentCases, ...triggerCases, ...stepCases, ...paramCases];

describe('an invalid document', () => {
  it('differs from one that is valid', () => {
    expect(parse(JSON.stringify(baseDocument)).issues).toEqual([]);
  });

  it.each(cases)('with %s has one issue, at its place', (_, changes, pointer, code) => {
    const { ok, issues } = parse(JSON.stringify(changeDocument(baseDocument, changes)));
    expect(issues.map((issue) => `${issue.code} ${issue.pointer}`)).toEqual([`${code} ${pointer}`]);
    expect(ok).toBe(false);
    for (const { message } of issues) expect(message).toMatch(/^[^\n]{10,400}$/);
  });
});
