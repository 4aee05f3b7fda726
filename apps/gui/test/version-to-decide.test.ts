import { describe, expect, it } from '@jest/globals';
import type { PolicyDetail, PolicyVersionDocument } from '@daybook/api-contract';
import { waitsForApproval } from '../src/policy/standing.ts';
import { runHindrance, versionToDecide } from '../src/policy/version-to-decide.ts';

const at = '2026-03-06T12:00:00.000Z';
const version = (number: number, verdict: PolicyVersionDocument['verdict']): PolicyVersionDocument => ({
  version: number,
  verdict,
  hash: String(number).repeat(64),
  document: {},
  created_at: at,
  created_by: 'me',
  decided_at: null,
  decided_by: null,
});

function makePolicy(part: Partial<PolicyDetail>): PolicyDetail {
  return {
    id: 'pol_1',
    name: 'brief',
    description: null,
    standing: 'approved',
    enabled: true,
    schedule: null,
    approved_version: 1,
    newest_version: 1,
    proposed_version: null,
    next_fire: null,
    last_run: null,
    created_at: at,
    updated_at: at,
    link: '/policies/pol_1',
    version: version(1, 'approved'),
    approved: version(1, 'approved'),
    needs_renewal: false,
    plan: { when: '', steps: [], recipients: [], providers: [], datasets: [], queries: [] },
    issues: [],
    next_fires: [],
    ...part,
  };
}

describe('versionToDecide', () => {
  it('is the proposed version', () => {
    expect(versionToDecide(makePolicy({ version: version(2, 'proposed') }))?.version).toBe(2);
  });

  it('is the approved version when a release changed what it does', () => {
    expect(versionToDecide(makePolicy({ needs_renewal: true }))?.version).toBe(1);
  });

  it('is none where everything is decided', () => {
    expect(versionToDecide(makePolicy({}))).toBeNull();
    expect(versionToDecide(makePolicy({ version: version(2, 'rejected') }))).toBeNull();
  });
});

describe('runHindrance', () => {
  it('says why a policy cannot run, or nothing', () => {
    expect(runHindrance(makePolicy({}))).toBeNull();
    expect(runHindrance(makePolicy({ standing: 'paused' }))).toContain('paused');
    expect(runHindrance(makePolicy({ approved_version: null }))).toContain('approved');
  });
});

describe('waitsForApproval', () => {
  it('holds while a version is proposed', () => {
    expect(waitsForApproval(makePolicy({ proposed_version: 2 }))).toBe(true);
    expect(waitsForApproval(makePolicy({}))).toBe(false);
  });
});
