import { describe, expect, it } from '@jest/globals';
import { planResume, type RunRecord } from '@daybook/runner';
import { createFixture } from './pipeline-fixture.ts';
import { broken, type Behaviours, createWorkSteps, policyOf } from './work-steps.ts';

/** a → b → d, and c, which fails, → e with an optional reference. */
const steps = [
  { id: 'a', params: { value: 1 } },
  { id: 'b', params: { value: { ref: 'ctx.a.n' } } },
  { id: 'c', on_error: 'log_and_continue', needs: ['a'] },
  { id: 'd', needs: ['b'] },
  { id: 'e', params: { value: { ref: 'ctx.c.n', optional: true } } },
];
const behaviours: Behaviours = { a: async () => ({ n: 7 }), c: broken };

const formerRun = (given: readonly object[] = steps): Promise<RunRecord> =>
  createFixture().run(given, behaviours);

async function reusedIds(
  now: readonly object[],
  { fromStep, version = 1 }: { readonly fromStep?: string; readonly version?: number } = {},
): Promise<readonly string[]> {
  const request = { policy: policyOf(now), former: await formerRun(), steps: createWorkSteps({}, version) };
  return [...planResume({ ...request, ...(fromStep === undefined ? {} : { fromStep }) }).keys()].toSorted();
}

/** The steps with one of them changed. */
const changed = (id: string, change: object): readonly object[] =>
  steps.map((step) => (step.id === id ? { ...step, ...change } : step));

describe('planResume', () => {
  it('takes over what succeeded, with its output and times, marked as reused', async () => {
    const former = await formerRun();
    const reused = planResume({ policy: policyOf(steps), former, steps: createWorkSteps() });
    expect([...reused.keys()]).toEqual(['a', 'b', 'd']);
    expect(reused.get('a')).toEqual({ ...former.steps[0]?.state, reused: true });
    expect(reused.get('a')?.output).toEqual({ n: 7 });
  });

  it('runs what stands on a failed step again, optional or not', async () => {
    expect(await reusedIds(steps)).not.toContain('e');
  });

  it('runs a step with changed parameters again, and all that depend on it', async () => {
    expect(await reusedIds(changed('a', { params: { value: 2 } }))).toEqual([]);
    expect(await reusedIds(changed('b', { params: { value: 3 } }))).toEqual(['a']);
    expect(await reusedIds(changed('d', { params: { value: 3 } }))).toEqual(['a', 'b']);
  });

  it('compares parameters with their variables in place', async () => {
    const fixture = createFixture();
    const former = await fixture.run([{ id: 'a', params: { value: 'x' } }]);
    const registry = createWorkSteps();
    const same = policyOf([{ id: 'a', params: { value: 'x' } }], registry);
    expect(planResume({ policy: same, former, steps: registry }).size).toBe(1);
    const other = policyOf([{ id: 'a', params: { value: 'X' } }], registry);
    expect(planResume({ policy: other, former, steps: registry }).size).toBe(0);
  });

  it('takes nothing over from another version or another type of step', async () => {
    expect(await reusedIds(steps, { version: 2 })).toEqual([]);
    expect(await reusedIds(changed('b', { type: 'deliver' }))).toEqual(['a']);
  });

  it('runs a step again when something it newly depends on runs', async () => {
    expect(await reusedIds(changed('d', { needs: ['b', { id: 'c', allow_failed: true }] }))).toEqual([
      'a',
      'b',
    ]);
  });

  it('runs the named step again with all that depend on it, although it succeeded', async () => {
    expect(await reusedIds(steps, { fromStep: 'b' })).toEqual(['a']);
    expect(await reusedIds(steps, { fromStep: 'a' })).toEqual([]);
    expect(await reusedIds(steps, { fromStep: 'e' })).toEqual(['a', 'b', 'd']);
  });

  it('copes with steps that came and went', async () => {
    const added = [...steps, { id: 'f', needs: ['a'] }, { id: 'g', needs: ['f'] }];
    expect(await reusedIds(added)).toEqual(['a', 'b', 'd']);
    expect(await reusedIds(steps.filter(({ id }) => id !== 'd'))).toEqual(['a', 'b']);
    expect(await reusedIds([{ id: 'other' }])).toEqual([]);
  });

  it('refuses to begin at a step that the policy lacks', async () => {
    const former = await formerRun();
    const plan = () =>
      planResume({ policy: policyOf(steps), former, fromStep: 'z', steps: createWorkSteps() });
    expect(plan).toThrow('The policy has no step "z"; it has: a, b, c, d, e.');
    expect(plan).toThrow(expect.objectContaining({ code: 'usage.invalid' }));
  });

  it('gives a run that hands reused outputs on and runs the rest', async () => {
    const former = await formerRun();
    const reused = planResume({
      policy: policyOf(steps),
      former,
      fromStep: 'd',
      steps: createWorkSteps(),
    });
    const fixture = createFixture();
    const ran: string[] = [];
    const note = (id: string) => async (value: unknown) => {
      ran.push(`${id} ${JSON.stringify(value)}`);
      return { n: 1 };
    };
    const behaviour = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [id, note(id)]));
    const record = await fixture.run(steps, behaviour, { reused });
    expect(ran.toSorted()).toEqual(['c undefined', 'd undefined', 'e 1']);
    expect(record.state.status).toBe('success');
    expect(record.steps[1]?.state).toEqual({ ...former.steps[1]?.state, reused: true });
    expect(await fixture.store.read(record.runId)).toEqual(record);
  });

  it('gives a run that ends at once when nothing is left to do', async () => {
    const former = await createFixture().run([{ id: 'a' }]);
    const policy = policyOf([{ id: 'a' }]);
    const reused = planResume({ policy, former, steps: createWorkSteps() });
    const record = await createFixture().run([{ id: 'a' }], { a: broken }, { reused });
    expect(record.state.status).toBe('success');
    expect(record.steps[0]?.state).toMatchObject({ status: 'success', reused: true });
  });
});
