import { sha256, toPolicyId } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards, start } from './example-guards.ts';

const actor = 'person:gui';

describe('approve', () => {
  it('lets the proposed version run', async () => {
    const { save, approvals, hashOf, store, audit } = createExampleGuards();
    const { policyId } = await save(brief());
    const hash = hashOf(brief());
    expect(await approvals.approve({ policyId, hash, actor })).toBe(1);
    expect(await store.read(policyId)).toMatchObject({
      approved: { version: 1, approvedHash: hash, decidedAt: start, decidedBy: actor },
    });
    expect((await audit.list({ limit: 1 }))[0]).toMatchObject({
      actor,
      action: 'policy.approved',
      subject: policyId,
      details: { name: 'brief', version: 1, approval_hash: hash },
    });
  });

  it('refuses a hash of another document', async () => {
    const { save, approvals, hashOf, store } = createExampleGuards();
    const { policyId } = await save(brief({ text: 'seen' }));
    await save(brief({ text: 'saved meanwhile' }));
    const approved = approvals.approve({ policyId, hash: hashOf(brief({ text: 'seen' })), actor });
    await expect(approved).rejects.toMatchObject({
      code: 'approval.mismatch',
      details: {
        policy_id: policyId,
        version: 2,
        current_hash: hashOf(brief({ text: 'saved meanwhile' })),
      },
    });
    expect(await store.read(policyId)).toMatchObject({ approved: null });
  });

  it('refuses a hash from before a release', async () => {
    const { save, approvals, hashOf, release } = createExampleGuards();
    const { policyId } = await save(brief());
    const hash = hashOf(brief());
    release.stepVersion = 2;
    await expect(approvals.approve({ policyId, hash, actor })).rejects.toMatchObject({
      code: 'approval.mismatch',
      details: { current_hash: hashOf(brief()) },
    });
  });

  it('means the proposed version while an older one runs', async () => {
    const { approved, save, approvals, hashOf, store } = createExampleGuards();
    const policyId = await approved(brief({ text: 'first' }));
    await save(brief({ text: 'second' }));
    const first = approvals.approve({ policyId, hash: hashOf(brief({ text: 'first' })), actor });
    await expect(first).rejects.toMatchObject({ code: 'approval.mismatch', details: { version: 2 } });
    expect(await approvals.approve({ policyId, hash: hashOf(brief({ text: 'second' })), actor })).toBe(2);
    expect(await store.read(policyId)).toMatchObject({ approved: { version: 2 } });
  });

  it('approves the running version anew after a release', async () => {
    const { approved, approvals, hashOf, release, store } = createExampleGuards();
    const policyId = await approved(brief());
    release.stepVersion = 2;
    expect(await approvals.approve({ policyId, hash: hashOf(brief()), actor })).toBe(1);
    expect(await store.read(policyId)).toMatchObject({ approved: { approvedHash: hashOf(brief()) } });
  });

  it('changes nothing when it is repeated', async () => {
    const { approved, approvals, hashOf, actions } = createExampleGuards();
    const policyId = await approved(brief());
    expect(await approvals.approve({ policyId, hash: hashOf(brief()), actor })).toBe(1);
    expect(await actions()).toEqual(['policy.created', 'policy.approved']);
  });

  it('refuses a version that was rejected', async () => {
    const { save, approvals, hashOf, store } = createExampleGuards();
    const { policyId } = await save(brief());
    const request = { policyId, hash: hashOf(brief()), actor };
    await approvals.reject(request);
    await expect(approvals.approve(request)).rejects.toMatchObject({ code: 'policy.conflict' });
    expect(await store.read(policyId)).toMatchObject({ approved: null });
  });

  it('refuses a rejected version beside one that runs', async () => {
    const { approved, save, approvals, hashOf } = createExampleGuards();
    const policyId = await approved(brief({ text: 'first' }));
    await save(brief({ text: 'second' }));
    const request = { policyId, hash: hashOf(brief({ text: 'second' })), actor };
    await approvals.reject(request);
    await expect(approvals.approve(request)).rejects.toMatchObject({ code: 'policy.conflict' });
    const other = approvals.approve({ ...request, hash: sha256('other') });
    await expect(other).rejects.toMatchObject({ code: 'approval.mismatch', details: { version: 1 } });
  });

  it('refuses a version that this release can’t read', async () => {
    const { save, approvals, hashOf, release } = createExampleGuards();
    const { policyId } = await save(brief({ type: 'old' }));
    const hash = hashOf(brief({ type: 'old' }));
    release.types = ['note'];
    await expect(approvals.approve({ policyId, hash, actor })).rejects.toMatchObject({
      code: 'policy.invalid',
      details: { issues: [expect.objectContaining({ pointer: '/steps/0/type' })] },
    });
  });

  it('leaves one of two decisions side by side', async () => {
    const { save, approvals, hashOf, store, actions } = createExampleGuards();
    const { policyId } = await save(brief());
    const request = { policyId, hash: hashOf(brief()), actor };
    const both = await Promise.allSettled([approvals.reject(request), approvals.approve(request)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await store.read(policyId)).toMatchObject({ approved: null, newest: { verdict: 'rejected' } });
    expect(await actions()).toEqual(['policy.created', 'policy.rejected']);
  });
});

describe('reject', () => {
  it('leaves the approved version running', async () => {
    const { approved, save, approvals, hashOf, store, actions } = createExampleGuards();
    const policyId = await approved(brief({ text: 'first' }));
    await save(brief({ text: 'second' }));
    expect(await approvals.reject({ policyId, hash: hashOf(brief({ text: 'second' })), actor })).toBe(2);
    expect(await store.read(policyId)).toMatchObject({
      approved: { version: 1 },
      newest: { version: 2, verdict: 'rejected' },
    });
    expect((await actions()).at(-1)).toBe('policy.rejected');
  });

  it('refuses a hash of another document', async () => {
    const { save, approvals, store } = createExampleGuards();
    const { policyId } = await save(brief());
    const rejected = approvals.reject({ policyId, hash: sha256('other'), actor });
    await expect(rejected).rejects.toMatchObject({ code: 'approval.mismatch' });
    expect(await store.read(policyId)).toMatchObject({ newest: { verdict: 'proposed' } });
  });

  it('refuses when no version waits', async () => {
    const { approved, approvals, hashOf } = createExampleGuards();
    const policyId = await approved(brief());
    const rejected = approvals.reject({ policyId, hash: hashOf(brief()), actor });
    await expect(rejected).rejects.toMatchObject({ code: 'policy.conflict' });
  });
});

describe('pause and resume', () => {
  it('stop the policy and let it go on', async () => {
    const { save, approvals, store, actions } = createExampleGuards();
    const { policyId } = await save(brief());
    await approvals.pause(policyId, actor);
    expect(await store.read(policyId)).toMatchObject({ paused: { at: start, by: actor } });
    await approvals.resume(policyId, actor);
    expect(await store.read(policyId)).toMatchObject({ paused: null });
    expect(await actions()).toEqual(['policy.created', 'policy.paused', 'policy.resumed']);
  });

  it('change nothing when repeated', async () => {
    const { save, approvals, store, actions, clock } = createExampleGuards();
    const { policyId } = await save(brief());
    await approvals.resume(policyId, actor);
    await approvals.pause(policyId, actor);
    clock.turn(1000);
    await approvals.pause(policyId, 'person:cli');
    expect(await store.read(policyId)).toMatchObject({ paused: { at: start, by: actor } });
    expect(await actions()).toEqual(['policy.created', 'policy.paused']);
  });
});

describe('every decision', () => {
  it.each(['agent:helper', 'scheduler', 'engine', 'person:', 'gui'])('is refused to %s', async (other) => {
    const { save, approvals, hashOf, actions } = createExampleGuards();
    const { policyId } = await save(brief());
    const request = { policyId, hash: hashOf(brief()), actor: other };
    const refused = { code: 'approval.required', message: expect.stringContaining('Only a person') };
    await expect(approvals.approve(request)).rejects.toMatchObject(refused);
    await expect(approvals.reject(request)).rejects.toMatchObject(refused);
    await expect(approvals.pause(policyId, other)).rejects.toMatchObject(refused);
    await expect(approvals.resume(policyId, other)).rejects.toMatchObject(refused);
    expect(await actions()).toEqual(['policy.created']);
  });

  it('names a policy that does not exist', async () => {
    const { approvals, hashOf } = createExampleGuards();
    const policyId = toPolicyId('pol_none');
    const missing = { code: 'policy.not-found', message: expect.stringContaining('pol_none') };
    const request = { policyId, hash: hashOf(brief()), actor };
    await expect(approvals.approve(request)).rejects.toMatchObject(missing);
    await expect(approvals.reject(request)).rejects.toMatchObject(missing);
    await expect(approvals.pause(policyId, actor)).rejects.toMatchObject(missing);
    await expect(approvals.resume(policyId, actor)).rejects.toMatchObject(missing);
  });
});
