import { sha256 } from '@daybook/kernel';
import type { ContractTools } from './contract-tools.ts';
import {
  actions,
  at,
  decide,
  eventOf,
  type PolicyStores,
  policyIdOf,
  saved,
  versionOf,
} from './saved-policy.ts';

type Create = () => Promise<PolicyStores>;

const brief = policyIdOf('brief');

/** The part of the policy store's contract that is about decisions. */
export function approvalStoreContract(tools: ContractTools, create: Create): void {
  approvingContract(tools, create);
  newerVersionContract(tools, create);
  refusalContract(tools, create);
  pausingContract(tools, create);
}

function approvingContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('approving a version', () => {
    it('makes it the version that runs', async () => {
      const { policies, approvals } = await create();
      await saved(policies, versionOf('brief', 'a', 1));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved', hash: 'seen' }, 2);
      const stored = await policies.read(brief);
      expect(stored?.approved).toMatchObject({
        version: 1,
        verdict: 'approved',
        approvedHash: sha256('seen'),
        decidedAt: at(2),
        decidedBy: 'person:gui',
        createdAt: at(1),
        createdBy: 'agent:helper',
      });
      expect(stored?.newest).toEqual(stored?.approved);
    });

    it('records its event with the decision', async () => {
      const { policies, approvals, audit } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      expect(await actions(audit)).toEqual(['policy.proposed', 'policy.approved']);
    });

    it('approves an approved version anew', async () => {
      const { policies, approvals, audit } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved', hash: 'before' }, 1);
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved', hash: 'after' }, 2);
      expect((await policies.read(brief))?.approved).toMatchObject({
        approvedHash: sha256('after'),
        decidedAt: at(2),
      });
      expect(await policies.versions(brief)).toHaveLength(1);
      expect(await actions(audit)).toHaveLength(3);
    });

    it('concerns no other policy', async () => {
      const { policies, approvals } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await saved(policies, versionOf('other', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      expect(await policies.read(policyIdOf('other'))).toMatchObject({ approved: null });
    });

    it('keeps the approval when the policy is enabled or disabled', async () => {
      const { policies, approvals } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      const before = (await policies.read(brief))?.approved;
      await policies.setEnabled(brief, false, eventOf(brief, 'policy.disabled'));
      expect(await policies.read(brief)).toMatchObject({ enabled: false, approved: before });
      await saved(policies, versionOf('brief', 'a', 3, true));
      expect(await policies.read(brief)).toMatchObject({ enabled: true, approved: before, newest: before });
    });
  });
}

function newerVersionContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('a version beside an approved one', () => {
    const withTwoVersions = async (): Promise<PolicyStores> => {
      const stores = await create();
      await saved(stores.policies, versionOf('brief', 'a', 1));
      await decide(stores.approvals, { policyId: brief, version: 1, verdict: 'approved' }, 2);
      await saved(stores.policies, versionOf('brief', 'b', 3));
      return stores;
    };

    it('leaves the approved one in place while it is proposed', async () => {
      const { policies } = await withTwoVersions();
      expect(await policies.read(brief)).toMatchObject({
        approved: { version: 1, verdict: 'approved', approvedHash: sha256('version 1') },
        newest: { version: 2, verdict: 'proposed', approvedHash: null },
      });
    });

    it('replaces the approved one when it is approved', async () => {
      const { policies, approvals } = await withTwoVersions();
      await decide(approvals, { policyId: brief, version: 2, verdict: 'approved' }, 4);
      expect(await policies.read(brief)).toMatchObject({ approved: { version: 2 }, newest: { version: 2 } });
      expect(await policies.versions(brief)).toMatchObject([
        { version: 2, verdict: 'approved', decidedAt: at(4) },
        { version: 1, verdict: 'superseded', approvedHash: sha256('version 1'), decidedAt: at(2) },
      ]);
    });

    it('leaves the approved one in place when it is rejected', async () => {
      const { policies, approvals } = await withTwoVersions();
      await decide(approvals, { policyId: brief, version: 2, verdict: 'rejected' }, 4);
      expect(await policies.read(brief)).toMatchObject({
        approved: { version: 1, verdict: 'approved' },
        newest: { version: 2, verdict: 'rejected', approvedHash: null, decidedAt: at(4) },
      });
    });

    it('stays proposed when the approved one is approved anew', async () => {
      const { policies, approvals } = await withTwoVersions();
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved', hash: 'anew' }, 4);
      expect(await policies.read(brief)).toMatchObject({
        approved: { version: 1, approvedHash: sha256('anew') },
        newest: { version: 2, verdict: 'proposed' },
      });
    });

    it('leaves room for a third, which asks again', async () => {
      const { policies } = await withTwoVersions();
      await saved(policies, versionOf('brief', 'a', 5));
      expect(await policies.versions(brief)).toMatchObject([
        { version: 3, verdict: 'proposed' },
        { version: 2, verdict: 'superseded' },
        { version: 1, verdict: 'approved' },
      ]);
    });

    it('is proposed again after the same document was rejected', async () => {
      const { policies, approvals } = await withTwoVersions();
      await decide(approvals, { policyId: brief, version: 2, verdict: 'rejected' });
      expect(await saved(policies, versionOf('brief', 'b', 5))).toEqual({ version: 3, created: true });
      expect(await policies.versions(brief)).toMatchObject([
        { version: 3, verdict: 'proposed' },
        { version: 2, verdict: 'rejected' },
        { version: 1, verdict: 'approved' },
      ]);
    });
  });
}

function refusalContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('a decision that can’t be', () => {
    it('names a version that does not exist', async () => {
      const { policies, approvals, audit } = await create();
      await saved(policies, versionOf('brief', 'a'));
      for (const version of [0, 2]) {
        const decided = decide(approvals, { policyId: brief, version, verdict: 'approved' });
        await expect(decided).rejects.toMatchObject({ code: 'policy.not-found' });
      }
      const other = decide(approvals, { policyId: policyIdOf('other'), version: 1, verdict: 'approved' });
      await expect(other).rejects.toMatchObject({ code: 'policy.not-found' });
      expect(await actions(audit)).toEqual(['policy.proposed']);
    });

    it('is about a superseded version', async () => {
      const { policies, approvals, audit } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await saved(policies, versionOf('brief', 'b'));
      for (const verdict of ['approved', 'rejected'] as const) {
        const decided = decide(approvals, { policyId: brief, version: 1, verdict });
        await expect(decided).rejects.toMatchObject({ code: 'policy.conflict' });
      }
      expect(await policies.read(brief)).toMatchObject({ approved: null, newest: { verdict: 'proposed' } });
      expect(await actions(audit)).toEqual(['policy.proposed', 'policy.proposed']);
    });

    it('is about one that was approved before another', async () => {
      const { policies, approvals } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      await saved(policies, versionOf('brief', 'b'));
      await decide(approvals, { policyId: brief, version: 2, verdict: 'approved' });
      const decided = decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      await expect(decided).rejects.toMatchObject({ code: 'policy.conflict' });
      expect(await policies.read(brief)).toMatchObject({ approved: { version: 2 } });
    });

    it('is about a rejected version', async () => {
      const { policies, approvals } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'rejected' });
      for (const verdict of ['approved', 'rejected'] as const) {
        const decided = decide(approvals, { policyId: brief, version: 1, verdict });
        await expect(decided).rejects.toMatchObject({ code: 'policy.conflict' });
      }
      expect(await policies.read(brief)).toMatchObject({ approved: null, newest: { verdict: 'rejected' } });
    });

    it('rejects what was approved', async () => {
      const { policies, approvals, audit } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      const decided = decide(approvals, { policyId: brief, version: 1, verdict: 'rejected' });
      await expect(decided).rejects.toMatchObject({ code: 'policy.conflict' });
      expect(await policies.read(brief)).toMatchObject({ approved: { version: 1, verdict: 'approved' } });
      expect(await actions(audit)).toEqual(['policy.proposed', 'policy.approved']);
    });
  });
}

function pausingContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('pausing a policy', () => {
    it('says when and by whom, until it goes on', async () => {
      const { policies, approvals, audit } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await approvals.setPaused(brief, true, eventOf(brief, 'policy.paused', 2));
      expect(await policies.read(brief)).toMatchObject({ paused: { at: at(2), by: 'person:gui' } });
      await approvals.setPaused(brief, false, eventOf(brief, 'policy.resumed', 3));
      expect(await policies.read(brief)).toMatchObject({ paused: null });
      expect(await actions(audit)).toEqual(['policy.proposed', 'policy.paused', 'policy.resumed']);
    });

    it('outlasts new versions and decisions', async () => {
      const { policies, approvals } = await create();
      await saved(policies, versionOf('brief', 'a'));
      await approvals.setPaused(brief, true, eventOf(brief, 'policy.paused', 1));
      await decide(approvals, { policyId: brief, version: 1, verdict: 'approved' });
      await saved(policies, versionOf('brief', 'b'));
      const paused = { at: at(1), by: 'person:gui' };
      expect(await policies.read(brief)).toMatchObject({ paused, approved: { version: 1 } });
    });

    it('refuses a policy that was never saved, and records nothing', async () => {
      const { approvals, audit } = await create();
      const paused = approvals.setPaused(brief, true, eventOf(brief, 'policy.paused'));
      await expect(paused).rejects.toMatchObject({ code: 'policy.not-found' });
      expect(await actions(audit)).toEqual([]);
    });
  });
}
