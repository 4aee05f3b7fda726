import { afterEach, describe, expect, it } from '@jest/globals';
import { approved, page, policyDetail, policySummary } from '../documents.ts';
import { connectAgent, type FixtureAnswers, FixtureProblem } from '../fixture-server.ts';

let connection: Awaited<ReturnType<typeof connectAgent>> | undefined;
afterEach(() => connection?.close());

async function call(answers: FixtureAnswers, name: string, input: Record<string, unknown> = {}) {
  connection = await connectAgent(answers);
  return connection.call(name, input);
}

const warning = {
  pointer: '/steps/0/retry',
  code: 'retry.unused',
  message: 'retry has no effect here',
  severity: 'warning',
} as const;

describe('create_policy', () => {
  const policy = { schema_version: 1, name: 'mine', steps: [] };

  it('says that the policy is saved but not running', async () => {
    const createPolicy: FixtureAnswers['createPolicy'] = ({ body }) =>
      policyDetail({ name: (body as { name: string }).name, issues: [warning] });
    const result = await call({ createPolicy }, 'create_policy', { policy });
    expect(result.isError).toBe(false);
    expect(result.document).toMatchObject({
      id: 'pol_1',
      name: 'mine',
      version: 1,
      standing: 'proposed',
      hash: 'a'.repeat(64),
      issues: [warning],
      plan: { when: 'At 16:30 on working days' },
      next_fires: [{ at: '2026-03-09T20:30:00.000Z' }],
      approve_url: 'http://127.0.0.1:4310/policies/pol_1',
    });
    expect(result.text).toContain('not running');
    expect(result.text).toContain('approve it at http://127.0.0.1:4310/policies/pol_1');
  });

  it('answers an invalid document with every issue', async () => {
    const issues = Array.from({ length: 120 }, (_, index) => ({
      pointer: `/steps/${index}/type`,
      code: 'step.type-unknown',
      message: `No step type is called "fech${index}"`,
      severity: 'error' as const,
      suggestion: 'fetch',
    }));
    const createPolicy = () => {
      throw new FixtureProblem({ status: 422, code: 'policy.invalid', detail: 'Not saved.', issues });
    };
    const result = await call({ createPolicy }, 'create_policy', { policy });
    expect(result.isError).toBe(true);
    expect(result.document).toEqual({
      code: 'policy.invalid',
      message: 'Not saved.',
      advice: 'never',
      issues,
    });
    expect(JSON.parse(result.text.slice(result.text.indexOf('\n')))).toEqual(result.document);
  });

  it('reports a limit with the time to wait', async () => {
    const createPolicy = () => {
      throw new FixtureProblem({
        status: 429,
        code: 'quota.exceeded',
        detail: '20 policies a day.',
        advice: 'after',
        retry_after: 60,
      });
    };
    const result = await call({ createPolicy }, 'create_policy', { policy });
    expect(result).toMatchObject({ isError: true, document: { code: 'quota.exceeded', retry_after: 60 } });
  });
});

describe('validate_policy', () => {
  it('answers an invalid document without being an error', async () => {
    const validatePolicy = () => ({
      valid: false,
      issues: [{ ...warning, severity: 'error' }],
      plan: null,
      next_fires: [],
    });
    const result = await call({ validatePolicy }, 'validate_policy', { policy: {} });
    expect(result).toMatchObject({
      isError: false,
      document: { valid: false, issues: [{ code: 'retry.unused' }] },
    });
    expect(result.text).toContain('errors: 1, warnings: 0');
  });
});

describe('update_policy', () => {
  it('proposes a version of the policy of that name', async () => {
    const answers: FixtureAnswers = {
      listPolicies: ({ query }) =>
        query['cursor'] === 'second'
          ? page(policySummary({ id: 'pol_2', name: 'wanted' }))
          : { items: [policySummary()], next_cursor: 'second' },
      updatePolicy: ({ params }) =>
        policyDetail({ ...approved, id: params['id'] ?? '', newest_version: 2, proposed_version: 2 }),
    };
    const result = await call(answers, 'update_policy', { policy_name: 'wanted', policy: {} });
    expect(result.document).toMatchObject({ id: 'pol_2', version: 2, approved_version: 1 });
    expect(result.text).toContain('version 1 stays in force until a person approves');
  });

  it('lists the names that there are when one is unknown', async () => {
    const answers: FixtureAnswers = { listPolicies: () => page(policySummary({ name: 'other' })) };
    const result = await call(answers, 'update_policy', { policy_name: 'wanted', policy: {} });
    expect(result).toMatchObject({ isError: true, document: { code: 'policy.not-found' } });
    expect(result.text).toContain('There are: "other"');
  });

  it.each([[{}], [{ policy_id: 'pol_1', policy_name: 'nrth-closes' }]])(
    'wants the policy named in exactly one way: %j',
    async (choice) => {
      const result = await call({}, 'update_policy', { ...choice, policy: {} });
      expect(result).toMatchObject({ isError: true, document: { code: 'usage.invalid' } });
    },
  );
});

describe('update_policy_schedule', () => {
  it('switches a schedule off at once', async () => {
    const answers: FixtureAnswers = {
      getPolicy: () => policyDetail(approved),
      changeSchedule: ({ body }) => policyDetail({ ...approved, ...(body as { enabled: boolean }) }),
    };
    const result = await call(answers, 'update_policy_schedule', { policy_id: 'pol_1', enabled: false });
    expect(result.document).toMatchObject({ id: 'pol_1', enabled: false, standing: 'approved' });
    expect(result.text).toContain('switched off');
  });

  it('proposes another time', async () => {
    const answers: FixtureAnswers = {
      getPolicy: () => policyDetail(approved),
      changeSchedule: ({ body }) => {
        expect(body).toEqual({ cron: '0 9 * * *', timezone: 'Europe/Vienna' });
        return policyDetail({ ...approved, newest_version: 2, proposed_version: 2 });
      },
    };
    const input = { policy_id: 'pol_1', cron: '0 9 * * *', timezone: 'Europe/Vienna' };
    const result = await call(answers, 'update_policy_schedule', input);
    expect(result.document).toMatchObject({ approve_url: 'http://127.0.0.1:4310/policies/pol_1' });
  });

  it('asks what to change', async () => {
    const result = await call({}, 'update_policy_schedule', { policy_id: 'pol_1' });
    expect(result).toMatchObject({ isError: true, document: { code: 'usage.invalid' } });
  });
});

describe('list_policies', () => {
  it('shows standing, next fire and where a person looks', async () => {
    const waiting = policySummary({ id: 'pol_2', name: 'waits' });
    const answers: FixtureAnswers = { listPolicies: () => page(policySummary(approved), waiting) };
    const { document, text } = await call(answers, 'list_policies');
    expect(document['policies']).toMatchObject([
      { id: 'pol_1', standing: 'approved', next_fire: { note: null }, link: expect.any(String) },
      { id: 'pol_2', standing: 'proposed', next_fire: null, approve_url: expect.any(String) },
    ]);
    expect(text).toContain('Policies: 2; with a version that a person has yet to approve: 1.');
  });
});
