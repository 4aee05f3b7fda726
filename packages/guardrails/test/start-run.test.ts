import { createStartRun } from '@daybook/guardrails';
import { EngineError, type Instant, runCauses, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards, start } from './example-guards.ts';

const person = { cause: 'manual', actor: 'person:gui' } as const;

describe('startRun', () => {
  it('starts the approved version with the hash that was approved', async () => {
    const { approved, startRun, runs, hashOf } = createExampleGuards();
    const policyId = await approved(brief());
    const started = await startRun({ policyId, ...person });
    expect(started).toEqual({
      runId: expect.stringMatching(/^run_\d{26}$/),
      policyId,
      version: 1,
      scheduledFor: start,
    });
    expect(runs.orders()).toEqual([
      {
        ...started,
        ...person,
        approved: expect.objectContaining({ approvalHash: hashOf(brief()) }),
        resume: null,
      },
    ]);
    expect(runs.orders()[0]?.approved.policy.document).toEqual(brief());
  });

  it('runs for the instant and under the id that it is given', async () => {
    const { approved, startRun, runs } = createExampleGuards();
    const policyId = await approved(brief());
    const request = { runId: toRunId('run_slot'), asOf: before(start) };
    await startRun({ policyId, cause: 'schedule', actor: 'scheduler', ...request });
    expect(runs.orders()).toMatchObject([{ runId: 'run_slot', scheduledFor: before(start) }]);
  });

  it('records who asked for what', async () => {
    const { approved, startRun, audit, hashOf } = createExampleGuards();
    const policyId = await approved(brief());
    const { runId } = await startRun({ policyId, cause: 'agent', actor: 'agent:helper' });
    expect((await audit.list({ limit: 1 }))[0]).toMatchObject({
      at: start,
      actor: 'agent:helper',
      action: 'run.requested',
      subject: runId,
      details: {
        policy_id: policyId,
        version: 1,
        cause: 'agent',
        scheduled_for: start,
        approval_hash: hashOf(brief()),
      },
    });
  });

  it('starts nothing that it can’t record', async () => {
    const { approved, application, store, runs, quotas, audit } = createExampleGuards();
    const policyId = await approved(brief());
    const full = new EngineError('store.failed', 'The disk is full.');
    const startRun = createStartRun({
      ...application,
      policies: store,
      runs,
      quotas,
      audit: { ...audit, append: () => Promise.reject(full) },
    });
    await expect(startRun({ policyId, ...person })).rejects.toBe(full);
    expect(runs.orders()).toEqual([]);
  });

  it('knows no policy that was never saved', async () => {
    const { startRun, actions } = createExampleGuards();
    const started = startRun({ policyId: toPolicyId('pol_none'), ...person });
    await expect(started).rejects.toMatchObject({
      code: 'policy.not-found',
      message: expect.stringContaining('pol_none'),
    });
    expect(await actions()).toEqual([]);
  });
});

describe('startRun, beside other runs', () => {
  it('takes a repeated request for one', async () => {
    const { approved, startRun, runs, actions } = createExampleGuards();
    const policyId = await approved(brief());
    const request = { policyId, cause: 'schedule', actor: 'scheduler', runId: toRunId('run_slot') } as const;
    const first = await startRun(request);
    expect(await startRun(request)).toEqual(first);
    expect(runs.orders()).toHaveLength(1);
    expect((await actions()).filter((action) => action === 'run.requested')).toHaveLength(1);
  });

  it('refuses a second run of any cause until the first has ended', async () => {
    const { approved, startRun, runs } = createExampleGuards();
    const policyId = await approved(brief());
    const { runId } = await startRun({ policyId, ...person });
    for (const cause of runCauses) {
      await expect(startRun({ policyId, cause, actor: 'person:gui' })).rejects.toMatchObject({
        code: 'run.overlap',
        details: { policy_id: policyId, unfinished: 1, max_instances: 1 },
      });
    }
    runs.finish(runId);
    await expect(startRun({ policyId, ...person })).resolves.toBeDefined();
  });

  it('lets as many run as the trigger says, also when all ask at once', async () => {
    const { approved, startRun, runs } = createExampleGuards();
    const policyId = await approved(brief({ trigger: { max_instances: 2 } }));
    const asked = await Promise.allSettled(
      Array.from({ length: 6 }, () => startRun({ policyId, cause: 'agent', actor: 'agent:helper' })),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(runs.orders()).toHaveLength(2);
  });

  it('lets policies run side by side', async () => {
    const { approved, startRun, runs } = createExampleGuards();
    for (const name of ['one', 'two'])
      await startRun({ policyId: await approved(brief({ name })), ...person });
    expect(runs.orders()).toHaveLength(2);
  });

  it('starts no more than 60 an hour, and says when the next may', async () => {
    const { approved, startRun, runs, clock, actions } = createExampleGuards();
    const policyId = await approved(brief());
    const run = async () => runs.finish((await startRun({ policyId, ...person })).runId);
    for (let count = 0; count < 60; count += 1) await run();
    await expect(run()).rejects.toMatchObject({
      code: 'quota.exceeded',
      message: expect.stringContaining('2021-01-04T21:01:00.000Z'),
      advice: { kind: 'after', ms: 60_000 },
    });
    expect((await actions()).at(-1)).toBe('run.refused');
    clock.turn(60_000);
    await run();
    expect(runs.orders()).toHaveLength(61);
  });

  it('charges nothing for a run that another guard refuses', async () => {
    const { approved, startRun, runs } = createExampleGuards();
    const policyId = await approved(brief());
    const { runId } = await startRun({ policyId, ...person });
    for (let count = 0; count < 100; count += 1) {
      await expect(startRun({ policyId, ...person })).rejects.toMatchObject({ code: 'run.overlap' });
    }
    runs.finish(runId);
    await expect(startRun({ policyId, ...person })).resolves.toBeDefined();
  });
});

describe('startRun, about refusals', () => {
  it('records those of persons and agents', async () => {
    const { save, startRun, audit } = createExampleGuards();
    const { policyId } = await save(brief());
    const started = startRun({ policyId, cause: 'agent', actor: 'agent:helper' });
    await expect(started).rejects.toMatchObject({ code: 'approval.required' });
    expect((await audit.list({ limit: 1 }))[0]).toMatchObject({
      actor: 'agent:helper',
      action: 'run.refused',
      subject: policyId,
      details: { code: 'approval.required', cause: 'agent' },
    });
  });

  it('leaves those of the schedule to its slots', async () => {
    const { save, startRun, actions } = createExampleGuards();
    const { policyId } = await save(brief());
    for (const cause of ['schedule', 'catch_up'] as const) {
      await expect(startRun({ policyId, cause, actor: 'scheduler' })).rejects.toMatchObject({
        code: 'approval.required',
      });
    }
    expect(await actions()).toEqual(['policy.created']);
  });

  it('hold up no later request', async () => {
    const { approved, save, startRun } = createExampleGuards();
    const { policyId: waiting } = await save(brief({ name: 'waiting' }));
    const policyId = await approved(brief());
    const [refused, started] = await Promise.allSettled([
      startRun({ policyId: waiting, ...person }),
      startRun({ policyId, ...person }),
    ]);
    expect([refused.status, started.status]).toEqual(['rejected', 'fulfilled']);
  });
});

function before(instant: Instant): Instant {
  return toInstant(Date.parse(instant) - 86_400_000);
}
