import { approvalStoreContract } from './approval-store-contract.ts';
import type { ContractTools } from './contract-tools.ts';
import { actions, at, eventOf, type PolicyStores, policyIdOf, saved, versionOf } from './saved-policy.ts';

type Create = () => Promise<PolicyStores>;

/**
 * What every policy store and the approval store beside it must do. `create` gives empty stores of one database, whose
 * events all go to its `audit`.
 */
export function policyStoreContract(tools: ContractTools, create: Create): void {
  savingContract(tools, create);
  sameDocumentContract(tools, create);
  readingContract(tools, create);
  enablingContract(tools, create);
  approvalStoreContract(tools, create);
}

const brief = policyIdOf('brief');

function savingContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('saving a policy', () => {
    it('keeps the first version as proposed', async () => {
      const { policies } = await create();
      const version = versionOf('brief', 'a', 1);
      expect(await saved(policies, version)).toEqual({ version: 1, created: true });
      const newest = {
        version: 1,
        document: version.document,
        documentSha256: version.documentSha256,
        createdAt: at(1),
        createdBy: 'agent:helper',
        verdict: 'proposed',
        approvedHash: null,
        decidedAt: null,
        decidedBy: null,
      };
      const head = { policyId: brief, name: 'brief', createdAt: at(1), enabled: true, paused: null };
      expect(await policies.read(brief)).toEqual({ ...head, newest, approved: null });
      expect(await policies.versions(brief)).toEqual([newest]);
    });

    it('supersedes a version that nobody decided on', async () => {
      const { policies } = await create();
      await saved(policies, versionOf('brief', 'a', 1));
      expect(await saved(policies, versionOf('brief', 'b', 2))).toEqual({ version: 2, created: true });
      expect(await policies.versions(brief)).toMatchObject([
        { version: 2, verdict: 'proposed', createdAt: at(2) },
        { version: 1, verdict: 'superseded', createdAt: at(1), decidedAt: null, decidedBy: null },
      ]);
      expect(await policies.read(brief)).toMatchObject({ createdAt: at(1), newest: { version: 2 } });
    });

    it('keeps the document value for value, its keys in their order', async () => {
      const { policies } = await create();
      const document = {
        zeta: 'Größe 東京 🙂 \u202b',
        alpha: [1, 1.5, -0.25, 1e21, true, null, ''],
        nested: { b: { 10: 'ten', x: {} }, a: [] },
      };
      await saved(policies, { ...versionOf('brief', 'a'), document });
      const stored = (await policies.read(brief))?.newest.document;
      expect(stored).toEqual(document);
      expect(JSON.stringify(stored)).toBe(JSON.stringify(document));
    });

    it('records the event with the version', async () => {
      const { policies, audit } = await create();
      await saved(policies, versionOf('brief', 'a', 1));
      expect(await audit.list({ limit: 10 })).toEqual([
        {
          sequence: 1,
          at: at(1),
          actor: 'agent:helper',
          action: 'policy.proposed',
          subject: brief,
          details: { document_sha256: versionOf('brief', 'a').documentSha256 },
        },
      ]);
    });

    it('numbers versions without a gap when they come side by side', async () => {
      const { policies, audit } = await create();
      const texts = ['a', 'b', 'c', 'd', 'e', 'f'];
      await Promise.all(texts.map((text) => saved(policies, versionOf('brief', text))));
      const versions = await policies.versions(brief);
      expect(versions.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
      expect(versions.filter(({ verdict }) => verdict === 'proposed')).toMatchObject([{ version: 6 }]);
      expect(await actions(audit)).toHaveLength(6);
    });
  });
}

function sameDocumentContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('saving a document again', () => {
    it('makes no second version and no second event', async () => {
      const { policies, audit } = await create();
      await saved(policies, versionOf('brief', 'a', 1));
      expect(await saved(policies, versionOf('brief', 'a', 2))).toEqual({ version: 1, created: false });
      expect(await policies.versions(brief)).toMatchObject([{ version: 1, createdAt: at(1) }]);
      expect(await actions(audit)).toHaveLength(1);
    });

    it('makes no second version when both come side by side', async () => {
      const { policies, audit } = await create();
      const results = await Promise.all([1, 2, 3].map(() => saved(policies, versionOf('brief', 'a'))));
      expect(results.filter(({ created }) => created)).toHaveLength(1);
      expect(await actions(audit)).toHaveLength(1);
    });

    it('changes only whether it is enabled, and records that', async () => {
      const { policies, audit } = await create();
      await saved(policies, versionOf('brief', 'a', 1));
      const off = versionOf('brief', 'a', 2, false);
      expect(await saved(policies, off)).toEqual({ version: 1, created: false });
      expect(await policies.read(brief)).toMatchObject({ enabled: false, newest: { version: 1 } });
      expect(await saved(policies, off)).toEqual({ version: 1, created: false });
      expect(await actions(audit)).toHaveLength(2);
    });

    it('makes a new version of an older document', async () => {
      const { policies } = await create();
      for (const text of ['a', 'b', 'a']) await saved(policies, versionOf('brief', text));
      expect(await policies.versions(brief)).toMatchObject([
        { version: 3, verdict: 'proposed' },
        { version: 2, verdict: 'superseded' },
        { version: 1, verdict: 'superseded' },
      ]);
    });
  });
}

function readingContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('reading policies', () => {
    it('knows nothing of a policy that was never saved', async () => {
      const { policies } = await create();
      expect(await policies.read(brief)).toBeUndefined();
      expect(await policies.versions(brief)).toEqual([]);
      expect(await policies.list({ limit: 10 })).toEqual([]);
    });

    it('lists by name, page by page', async () => {
      const { policies } = await create();
      for (const name of ['c', 'a', '東京', 'b', 'Ärger', 'Z']) await saved(policies, versionOf(name, 'x'));
      const names = async (page: { after?: string; limit: number }) =>
        (await policies.list(page)).map(({ name }) => name);
      expect(await names({ limit: 100 })).toEqual(['Z', 'a', 'b', 'c', 'Ärger', '東京']);
      expect(await names({ limit: 2 })).toEqual(['Z', 'a']);
      expect(await names({ after: 'a', limit: 2 })).toEqual(['b', 'c']);
      expect(await names({ after: 'bb', limit: 1 })).toEqual(['c']);
      expect(await names({ after: '東京', limit: 2 })).toEqual([]);
    });

    it('lists what it reads', async () => {
      const { policies } = await create();
      await saved(policies, versionOf('a', 'x', 1));
      await saved(policies, versionOf('b', 'y', 2, false));
      await saved(policies, versionOf('b', 'z', 3));
      expect(await policies.list({ limit: 10 })).toEqual([
        await policies.read(policyIdOf('a')),
        await policies.read(policyIdOf('b')),
      ]);
    });
  });
}

function enablingContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('enabling a policy', () => {
    it('starts as the document says', async () => {
      const { policies } = await create();
      await saved(policies, versionOf('brief', 'a', 1, false));
      expect(await policies.read(brief)).toMatchObject({ enabled: false });
    });

    it('makes no version, and records its event', async () => {
      const { policies, audit } = await create();
      await saved(policies, versionOf('brief', 'a', 1));
      await policies.setEnabled(brief, false, eventOf(brief, 'policy.disabled', 2));
      expect(await policies.read(brief)).toMatchObject({ enabled: false, newest: { version: 1 } });
      await policies.setEnabled(brief, true, eventOf(brief, 'policy.enabled', 3));
      expect(await policies.read(brief)).toMatchObject({ enabled: true, newest: { version: 1 } });
      expect(await actions(audit)).toEqual(['policy.proposed', 'policy.disabled', 'policy.enabled']);
    });

    it('refuses a policy that was never saved, and records nothing', async () => {
      const { policies, audit } = await create();
      const enabled = policies.setEnabled(brief, false, eventOf(brief, 'policy.disabled'));
      await expect(enabled).rejects.toMatchObject({ code: 'policy.not-found' });
      expect(await actions(audit)).toEqual([]);
    });
  });
}
