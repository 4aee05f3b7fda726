import { type RunCause, runCauses, sha256 } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards, start } from './example-guards.ts';

const person = { cause: 'manual', actor: 'person:gui' } as const;

describe('startRun, about approval', () => {
  it.each(runCauses)('starts nothing that nobody approved, for the cause %s', async (cause) => {
    const { save, startRun, runs } = createExampleGuards();
    const { policyId } = await save(brief());
    await expect(startRun({ policyId, cause, actor: 'person:gui' })).rejects.toMatchObject({
      code: 'approval.required',
      message: expect.stringContaining('a person must look at version 1 and approve it'),
      details: { policy_id: policyId, version: 1 },
    });
    expect(runs.orders()).toEqual([]);
  });

  it('starts nothing that was rejected', async () => {
    const { save, startRun, approvals, hashOf } = createExampleGuards();
    const { policyId } = await save(brief());
    await approvals.reject({ policyId, hash: hashOf(brief()), actor: 'person:gui' });
    await expect(startRun({ policyId, ...person })).rejects.toMatchObject({
      code: 'approval.required',
      message: expect.stringContaining('was rejected'),
    });
  });

  it('goes on with the approved version while a newer one waits', async () => {
    const { approved, save, startRun, runs } = createExampleGuards();
    const policyId = await approved(brief({ text: 'first' }));
    await save(brief({ text: 'second' }));
    expect(await startRun({ policyId, ...person })).toMatchObject({ version: 1 });
    expect(runs.orders()[0]?.approved.policy.document).toEqual(brief({ text: 'first' }));
  });

  it('asks anew after a release that changed step types', async () => {
    const { approved, startRun, release, runs, approvals, hashOf } = createExampleGuards();
    const policyId = await approved(brief());
    release.stepVersion = 2;
    await expect(startRun({ policyId, ...person })).rejects.toMatchObject({
      code: 'approval.required',
      message: expect.stringContaining('must approve it anew'),
      details: { policy_id: policyId, version: 1 },
    });
    expect(runs.orders()).toEqual([]);
    await approvals.approve({ policyId, hash: hashOf(brief()), actor: 'person:gui' });
    expect(await startRun({ policyId, ...person })).toMatchObject({ version: 1 });
  });

  it('asks anew after a release that can’t read the version', async () => {
    const { approved, startRun, release } = createExampleGuards();
    const policyId = await approved(brief({ type: 'old' }));
    release.types = ['note'];
    await expect(startRun({ policyId, ...person })).rejects.toMatchObject({
      code: 'approval.required',
      message: expect.stringContaining('"/steps/0/type"'),
    });
  });

  it('starts nothing when what is stored is not what was approved', async () => {
    const { save, store, startRun, runs } = createExampleGuards();
    const { policyId } = await save(brief());
    const event = {
      at: start,
      actor: 'person:gui',
      action: 'policy.approved',
      subject: policyId,
      details: {},
    };
    await store.decide({ policyId, version: 1, verdict: 'approved', hash: sha256('another text') }, event);
    await expect(startRun({ policyId, ...person })).rejects.toMatchObject({ code: 'approval.required' });
    expect(runs.orders()).toEqual([]);
  });
});

describe('startRun, of a paused policy', () => {
  const refused: readonly (readonly [RunCause, string])[] = [
    ['schedule', 'scheduler'],
    ['catch_up', 'scheduler'],
    ['agent', 'agent:helper'],
    ['backfill', 'person:cli'],
    ['manual', 'agent:helper'],
    ['resume', 'agent:helper'],
  ];

  it.each(refused)('refuses the cause %s of %s', async (cause, actor) => {
    const { approved, startRun, approvals, runs } = createExampleGuards();
    const policyId = await approved(brief());
    await approvals.pause(policyId, 'person:gui');
    await expect(startRun({ policyId, cause, actor })).rejects.toMatchObject({
      code: 'policy.paused',
      message: expect.stringContaining('paused by person:gui at 2021-01-04T21:00:00.000Z'),
    });
    expect(runs.orders()).toEqual([]);
  });

  it.each(['manual', 'resume'] as const)('runs for the cause %s of a person', async (cause) => {
    const { approved, startRun, approvals, runs } = createExampleGuards();
    const policyId = await approved(brief());
    await approvals.pause(policyId, 'person:gui');
    await startRun({ policyId, cause, actor: 'person:cli' });
    expect(runs.orders()).toHaveLength(1);
  });

  it('starts again when a person lets it go on', async () => {
    const { approved, startRun, approvals } = createExampleGuards();
    const policyId = await approved(brief());
    await approvals.pause(policyId, 'person:gui');
    await approvals.resume(policyId, 'person:gui');
    await expect(startRun({ policyId, cause: 'agent', actor: 'agent:helper' })).resolves.toBeDefined();
  });
});
