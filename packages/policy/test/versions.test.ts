import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '@daybook/kernel';
import { approvalHash, currentSchemaVersion, type PolicyUpgrade, upgradePolicy } from '@daybook/policy';

const addUnit: PolicyUpgrade = (document) => ({ ...document, unit: 'seconds' });
const renameName: PolicyUpgrade = ({ name, ...rest }) => ({ ...rest, title: name ?? null });

describe('upgradePolicy', () => {
  it('leads through every version in turn', () => {
    expect(upgradePolicy({ schema_version: 1, name: 'x' }, [addUnit, renameName])).toEqual({
      ok: true,
      document: { schema_version: 3, unit: 'seconds', title: 'x' },
    });
    expect(upgradePolicy({ schema_version: 2, name: 'x' }, [addUnit, renameName])).toEqual({
      ok: true,
      document: { schema_version: 3, title: 'x' },
    });
  });

  it.each([0, -1, 2, 99])('refuses version %s', (version) => {
    expect(upgradePolicy({ schema_version: version })).toMatchObject({
      ok: false,
      issue: { pointer: '/schema_version' },
    });
  });

  it.each([1.5, '1', null])('leaves version %j to the schema', (version) => {
    expect(upgradePolicy({ schema_version: version })).toEqual({
      ok: true,
      document: { schema_version: version },
    });
  });

  it('has nothing to do for the current version', () => {
    expect(upgradePolicy({ schema_version: currentSchemaVersion })).toEqual({
      ok: true,
      document: { schema_version: currentSchemaVersion },
    });
  });
});

describe('approvalHash', () => {
  const document: JsonObject = {
    name: 'x',
    trigger: { cron: '0 9 * * *', timezone: 'UTC', enabled: true },
    steps: [1],
  };
  const versions = { stepTypes: { fetch: 1 }, templates: { report: 1 } };

  it('is the same whether the trigger is enabled or not', () => {
    const off = { ...document, trigger: { cron: '0 9 * * *', timezone: 'UTC', enabled: false } };
    const unsaid = { ...document, trigger: { timezone: 'UTC', cron: '0 9 * * *' } };
    expect(approvalHash(off, versions)).toBe(approvalHash(document, versions));
    expect(approvalHash(unsaid, versions)).toBe(approvalHash(document, versions));
  });

  it('differs for any other change, and for another version of a step type or template', () => {
    const hash = approvalHash(document, versions);
    expect(approvalHash({ ...document, name: 'y' }, versions)).not.toBe(hash);
    expect(approvalHash({ ...document, enabled: true }, versions)).not.toBe(hash);
    expect(approvalHash(document, { ...versions, stepTypes: { fetch: 2 } })).not.toBe(hash);
    expect(approvalHash(document, { ...versions, templates: { report: 2 } })).not.toBe(hash);
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).toReversed());
        expect(approvalHash(reversed, versions)).toBe(approvalHash(record, versions));
      }),
    );
  });
});
