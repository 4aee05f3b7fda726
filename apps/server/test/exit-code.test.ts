import { describe, expect, it } from '@jest/globals';
import { toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import type { RunRecord } from '@daybook/runner';
import { exitCodeOfRun } from '../src/exit-code.ts';

const at = toInstant(0);

function failedWith(code: string): RunRecord {
  return {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    policyVersion: 1,
    cause: 'manual',
    actor: 'test',
    scheduledFor: at,
    createdAt: at,
    state: { status: 'failed', startedAt: at, finishedAt: at },
    steps: [
      {
        stepId: 'x',
        type: 'transform',
        stepVersion: 1,
        state: {
          status: 'failed',
          attempt: 1,
          startedAt: at,
          finishedAt: at,
          failure: { code, message: '', advice: 'never' },
        },
      },
    ],
  };
}

describe('exitCodeOfRun', () => {
  it.each([
    ['store.damaged', 5],
    ['provider.refused', 1],
  ])('gives a run that failed with %s the code %i', (code, exitCode) => {
    expect(exitCodeOfRun(failedWith(code))).toBe(exitCode);
  });
});
