import { describe, expect, it } from '@jest/globals';
import { ApiError, type RunDetail } from '@daybook/api-contract';
import { exitCodeOfRefusal, exitCodeOfRun } from '../src/exit-code.ts';

function failedWith(code: string): Pick<RunDetail, 'state' | 'steps'> {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    state: 'failed',
    steps: [
      {
        id: 'x',
        type: 'transform',
        state: 'failed',
        attempts: 1,
        started_at: at,
        finished_at: at,
        error: { code, message: '', advice: 'never' },
      },
    ],
  };
}

function refusal(status: number, code: string): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: '',
    status,
    detail: '',
    code,
    advice: 'never',
    issues: [],
  });
}

describe('exitCodeOfRun', () => {
  it.each([
    ['store.damaged', 5],
    ['provider.refused', 1],
  ])('gives a run that failed with %s the code %i', (code, exitCode) => {
    expect(exitCodeOfRun(failedWith(code))).toBe(exitCode);
  });
});

describe('exitCodeOfRefusal', () => {
  it.each([
    [409, 'approval.required', 3],
    [429, 'quota.exceeded', 4],
    [422, 'policy.invalid', 2],
    [500, 'store.damaged', 5],
    [422, 'request.invalid', 2],
    [403, 'request.forbidden', 1],
  ])('answers status %i with %s by %i', (status, code, exitCode) => {
    expect(exitCodeOfRefusal(refusal(status, code))).toBe(exitCode);
  });
});
