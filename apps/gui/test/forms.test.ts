import { describe, expect, it } from '@jest/globals';
import { ApiError, type EmailSettings, type Problem } from '@daybook/api-contract';
import { issuesByField, issuesElsewhere } from '../src/api/field-issues.ts';
import { isSignedOut, isWorthRepeating, toProblem } from '../src/api/problems.ts';
import { artifactLink, previewLink } from '../src/links.ts';
import { toEmailChange, toEmailDraft } from '../src/settings/email-draft.ts';

const issue = (pointer: string, message: string) => ({
  pointer,
  message,
  code: 'usage.invalid',
  severity: 'error' as const,
});
const problem: Problem = {
  type: 'about:blank',
  title: 'Invalid',
  status: 422,
  detail: 'Some fields are not right.',
  code: 'usage.invalid',
  advice: 'never',
  issues: [
    issue('/host', 'must be a host name'),
    issue('/scopes/0', 'is unknown'),
    issue('', 'is too large'),
  ],
};
const stored: EmailSettings = {
  configured: true,
  source: 'settings',
  host: 'smtp.example.org',
  port: 587,
  security: 'starttls',
  user: null,
  password_set: true,
  from: 'me@example.org',
  owner: null,
};

describe('issuesByField', () => {
  it('puts each issue at its field and the rest elsewhere', () => {
    expect([...issuesByField(problem, ['host', 'scopes'])]).toEqual([
      ['host', 'must be a host name'],
      ['scopes', 'is unknown'],
    ]);
    expect(issuesElsewhere(problem, ['host', 'scopes'])).toEqual([issue('', 'is too large')]);
    expect([...issuesByField(null, ['host'])]).toEqual([]);
  });
});

describe('toEmailChange', () => {
  it('leaves a stored password alone unless one is typed or removed', () => {
    const draft = toEmailDraft(stored);
    expect(toEmailChange(draft)).toEqual({
      host: 'smtp.example.org',
      port: 587,
      security: 'starttls',
      user: null,
      from: 'me@example.org',
      owner: null,
    });
    expect(toEmailChange({ ...draft, password: ' secret ' })).toMatchObject({ password: ' secret ' });
    expect(toEmailChange({ ...draft, removesPassword: true })).toMatchObject({ password: null });
  });

  it('sends a port that is no number as one that is refused', () => {
    expect(toEmailChange({ ...toEmailDraft(stored), port: '58x' }).port).toBe(0);
  });
});

describe('problems', () => {
  it('keeps what the server said and explains what it did not', () => {
    expect(toProblem(new ApiError(problem))).toBe(problem);
    expect(toProblem(new TypeError('secret')).detail).not.toContain('secret');
  });

  it('knows when to sign in and when to try again', () => {
    expect(isSignedOut(new ApiError({ ...problem, status: 401 }))).toBe(true);
    expect(isSignedOut(new ApiError(problem))).toBe(false);
    expect(isWorthRepeating(new ApiError({ ...problem, advice: 'backoff' }))).toBe(true);
    expect(isWorthRepeating(new ApiError(problem))).toBe(false);
  });
});

describe('links', () => {
  it('lead into the API of the own server', () => {
    expect(artifactLink('art_1', 'open')).toBe('/api/v1/artifacts/art_1');
    expect(artifactLink('art_1', 'download')).toBe('/api/v1/artifacts/art_1?download=true');
    expect(previewLink('rep_1', 3)).toBe('/api/v1/reports/rep_1/versions/3/preview');
  });
});
