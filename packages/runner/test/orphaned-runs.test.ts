import { describe, expect, it } from '@jest/globals';
import { judgeOrphan, type RunRecord, type StepState } from '@daybook/runner';
import { toStepRecords } from '../src/step-records.ts';
import { at } from './jumping-clock.ts';
import { header } from './pipeline-fixture.ts';
import { createWorkSteps, policyOf } from './work-steps.ts';

const steps = [
  { id: 'load', on_error: 'retry_then_fail', retry: { max_attempts: 2 } },
  { id: 'mail', type: 'deliver', needs: ['load'] },
];
const done: StepState = {
  status: 'success',
  attempt: 1,
  startedAt: at(1),
  finishedAt: at(2),
  output: {},
};
const running = (attempt = 1): StepState => ({ status: 'running', attempt, startedAt: at(1) });

/** A run that died with its steps in these states. */
function orphan(load: StepState, mail: StepState = { status: 'pending' }): RunRecord {
  const states = new Map([
    ['load', load],
    ['mail', mail],
  ]);
  const records = toStepRecords(createWorkSteps(), policyOf(steps), { states, traces: new Map() });
  return { ...header, state: { status: 'running', startedAt: at(0) }, steps: records };
}

const judge = (run: RunRecord, now: readonly object[] | undefined = steps, version = 1) => {
  const registry = createWorkSteps({}, version);
  return judgeOrphan(run, now === undefined ? undefined : policyOf(now, registry), registry);
};

describe('judgeOrphan', () => {
  it.each([
    ['in a step that can be done again', orphan(running())],
    ['between two steps', orphan(done)],
    ['before the first step', orphan({ status: 'pending' })],
    ['in the queue', { ...orphan({ status: 'pending' }), state: { status: 'queued' as const } }],
  ])('lets a run go on that died %s', (_, run) => {
    expect(judge(run)).toEqual({ kind: 'continue' });
  });

  it('leaves an interrupted delivery to a person, whatever else is wrong', () => {
    const run = orphan(done, running());
    const verdict = { kind: 'needs-attention', stepIds: ['mail'] };
    expect(judge(run)).toEqual(verdict);
    expect(judgeOrphan(run, undefined, createWorkSteps())).toEqual(verdict);
    expect(judge(run, steps, 2)).toEqual(verdict);
  });

  it('fails a run whose policy is unreadable by now', () => {
    const verdict = judgeOrphan(orphan(running()), undefined, createWorkSteps());
    expect(verdict).toMatchObject({ kind: 'fail', reason: expect.stringContaining('no longer be read') });
  });

  it.each([
    ['other parameters', [{ ...steps[0], params: { value: 2 } }, steps[1]], 1],
    ['another type', [steps[0], { ...steps[1], type: 'work' }], 1],
    ['another version of its type', steps, 2],
    ['another id', [{ id: 'loaded' }, { ...steps[1], needs: ['loaded'] }], 1],
  ] as const)('fails a run with a step that has %s', (_, now, version) => {
    const verdict = judge(orphan(running()), now as readonly object[], version);
    expect(verdict).toMatchObject({ kind: 'fail', reason: expect.stringContaining('is another one') });
  });

  it('fails a run with a step type that is gone', () => {
    const run = orphan(running());
    const records = run.steps.map((step) => ({ ...step, type: 'gone' }));
    expect(judge({ ...run, steps: records }).kind).toBe('fail');
  });

  it('fails a run whose step takes the process down every time', () => {
    expect(judge(orphan(running(5)))).toEqual({ kind: 'continue' });
    expect(judge(orphan(running(6)))).toEqual({
      kind: 'fail',
      reason: 'step "load" was interrupted again and again',
    });
  });
});
