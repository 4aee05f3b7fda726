import { describe, expect, it } from '@jest/globals';
import { DEFAULT_FILE_NAME, fillFileName, findPatternProblem } from '../src/file-name-pattern.ts';

const facts = { report: 'weekly-brief', date: '2020-12-31', version: 12 };

describe('fillFileName', () => {
  it.each([
    [DEFAULT_FILE_NAME, 'weekly-brief-2020-12-31-v12'],
    ['latest', 'latest'],
    ['{version}{version}', '1212'],
  ])('makes of %s the name %s', (pattern, name) => {
    expect(fillFileName(pattern, facts)).toBe(name);
  });

  it('fills in what the facts hold, not what they look like', () => {
    expect(fillFileName('{report}', { ...facts, report: '{date}$&' })).toBe('{date}$&');
  });
});

describe('findPatternProblem', () => {
  it('finds nothing wrong with known placeholders', () => {
    expect(findPatternProblem(DEFAULT_FILE_NAME)).toBeUndefined();
  });

  it.each([
    ['{name}', '{name} is not known; a name may hold {report}, {date}, {version}'],
    ['{constructor}', '{constructor} is not known; a name may hold {report}, {date}, {version}'],
    ['{}', '{} is not known; a name may hold {report}, {date}, {version}'],
    ['{report', 'a brace stands alone; a name may hold {report}, {date}, {version}'],
    ['{{report}}', 'a brace stands alone; a name may hold {report}, {date}, {version}'],
  ])('finds something wrong with %s', (pattern, problem) => {
    expect(findPatternProblem(pattern)).toBe(problem);
  });
});
