import { policyStanding, proposalOf, type StoredPolicy } from '@daybook/guardrails';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards } from './example-guards.ts';

describe('policyStanding', () => {
  it('follows a policy through its life', async () => {
    const { save, approvals, hashOf, store } = createExampleGuards();
    const { policyId } = await save(brief({ text: 'first' }));
    const now = async () => {
      const stored = await store.read(policyId);
      if (stored === undefined) throw new Error('the policy is gone');
      return stored;
    };
    const word = async () => [policyStanding(await now()), versionOf(await now())];
    const decision = (text: string) => ({ policyId, hash: hashOf(brief({ text })), actor: 'person:gui' });

    expect(await word()).toEqual(['proposed', 1]);
    await approvals.reject(decision('first'));
    expect(await word()).toEqual(['rejected', null]);
    await save(brief({ text: 'second' }));
    expect(await word()).toEqual(['proposed', 2]);
    await approvals.approve(decision('second'));
    expect(await word()).toEqual(['approved', null]);
    await save(brief({ text: 'third' }));
    expect(await word()).toEqual(['approved', 3]);
    await approvals.reject(decision('third'));
    expect(await word()).toEqual(['approved', null]);
    await approvals.pause(policyId, 'person:gui');
    expect(await word()).toEqual(['paused', null]);
  });
});

function versionOf(stored: StoredPolicy): number | null {
  return proposalOf(stored)?.version ?? null;
}
