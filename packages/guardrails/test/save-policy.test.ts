import { policyIdOf } from '@daybook/guardrails';
import { derivedId, toPolicyId } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards, start } from './example-guards.ts';

describe('savePolicy', () => {
  it('keeps a new policy under the id of its name', async () => {
    const { save, store, audit } = createExampleGuards();
    const saved = await save(brief({ trigger: { enabled: false } }), { expect: 'new' });
    expect(saved).toEqual({ policyId: derivedId('pol', 'brief'), version: 1, created: true });
    const stored = await store.read(saved.policyId);
    expect(stored).toMatchObject({ name: 'brief', enabled: false, createdAt: start, approved: null });
    expect(stored?.newest).toMatchObject({ createdBy: 'agent:helper', verdict: 'proposed' });
    expect(JSON.stringify(stored?.newest.document)).toBe(
      JSON.stringify(brief({ trigger: { enabled: false } })),
    );
    expect(await audit.list({ limit: 10 })).toMatchObject([
      {
        actor: 'agent:helper',
        action: 'policy.created',
        subject: saved.policyId,
        details: { name: 'brief', document_sha256: stored?.newest.documentSha256 },
      },
    ]);
  });

  it('refuses a new policy of a name that is taken', async () => {
    const { save, store } = createExampleGuards();
    const { policyId } = await save(brief(), { expect: 'new' });
    await expect(save(brief({ text: 'second' }), { expect: 'new' })).rejects.toMatchObject({
      code: 'policy.conflict',
      message: expect.stringContaining(policyId),
    });
    expect(await store.versions(policyId)).toHaveLength(1);
  });

  it('lets one of two new policies of one name through', async () => {
    const { save, store } = createExampleGuards();
    const both = await Promise.allSettled(['a', 'b'].map((text) => save(brief({ text }), { expect: 'new' })));
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await store.versions(policyIdOf('brief'))).toHaveLength(1);
  });

  it('proposes a changed document as the next version', async () => {
    const { save, actions } = createExampleGuards();
    const { policyId } = await save(brief());
    const changed = brief({ text: 'second' });
    const saved = await save(changed, { expect: 'existing', policyId });
    expect(saved).toEqual({ policyId, version: 2, created: true });
    expect(await save(changed)).toEqual({ policyId, version: 2, created: false });
    expect(await actions()).toEqual(['policy.created', 'policy.proposed']);
  });

  it('refuses to change a policy that does not exist', async () => {
    const { save } = createExampleGuards();
    const changed = save(brief(), { expect: 'existing', policyId: toPolicyId('pol_none') });
    await expect(changed).rejects.toMatchObject({
      code: 'policy.not-found',
      message: expect.stringContaining('pol_none'),
    });
  });

  it('refuses to rename a policy', async () => {
    const { save, store } = createExampleGuards();
    const { policyId } = await save(brief());
    const renamed = save(brief({ name: 'other' }), { expect: 'existing', policyId });
    await expect(renamed).rejects.toMatchObject({
      code: 'policy.conflict',
      message: expect.stringMatching(/named "brief".*create a new policy named "other"/),
    });
    expect(await store.list({ limit: 10 })).toHaveLength(1);
  });

  it('charges policies of a new name only, 20 a day', async () => {
    const { save, clock } = createExampleGuards();
    for (let count = 1; count <= 20; count += 1) {
      await save(brief({ name: `policy ${count}` }));
      await save(brief({ name: `policy ${count}`, text: 'second' }));
    }
    await expect(save(brief({ name: 'policy 21' }))).rejects.toMatchObject({
      code: 'quota.exceeded',
      message: expect.stringContaining('20 new policies a day'),
    });
    await save(brief({ name: 'policy 1', text: 'third' }));
    clock.turn(86_400_000 / 20);
    await expect(save(brief({ name: 'policy 21' }))).resolves.toMatchObject({ created: true });
  });

  it('charges nothing for a name that is taken', async () => {
    const { save } = createExampleGuards();
    await save(brief());
    for (let count = 0; count < 30; count += 1) {
      await expect(save(brief(), { expect: 'new' })).rejects.toMatchObject({ code: 'policy.conflict' });
    }
    await expect(save(brief({ name: 'other' }), { expect: 'new' })).resolves.toMatchObject({ version: 1 });
  });
});

describe('savePolicy, about trigger.enabled', () => {
  it('keeps the approval when nothing else changes', async () => {
    const { approved, save, store, startRun, actions } = createExampleGuards();
    const policyId = await approved(brief({ trigger: {} }));
    const before = (await store.read(policyId))?.approved;
    for (const enabled of [false, true]) {
      expect(await save(brief({ trigger: { enabled } }))).toEqual({ policyId, version: 1, created: false });
      expect(await store.read(policyId)).toMatchObject({ enabled, approved: before, newest: before });
    }
    expect(await actions()).toEqual([
      'policy.created',
      'policy.approved',
      'policy.disabled',
      'policy.enabled',
    ]);
    await expect(startRun({ policyId, cause: 'schedule', actor: 'scheduler' })).resolves.toBeDefined();
  });

  it('proposes a version when anything else changes too', async () => {
    const { approved, save, store } = createExampleGuards();
    const policyId = await approved(brief({ trigger: {} }));
    await save(brief({ trigger: { enabled: false, max_instances: 2 } }));
    expect(await store.read(policyId)).toMatchObject({
      enabled: false,
      approved: { version: 1 },
      newest: { version: 2, verdict: 'proposed' },
    });
  });
});
