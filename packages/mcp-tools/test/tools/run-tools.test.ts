import { afterEach, describe, expect, it } from '@jest/globals';
import { approved, delivery, page, policyDetail, runDetail } from '../documents.ts';
import { connectAgent, type FixtureAnswers, FixtureProblem, staysOpen } from '../fixture-server.ts';

let connection: Awaited<ReturnType<typeof connectAgent>> | undefined;
afterEach(() => connection?.close());

async function call(answers: FixtureAnswers, name: string, input: Record<string, unknown> = {}) {
  connection = await connectAgent(answers);
  return connection.call(name, input);
}

const failedStep = {
  id: 'prices',
  type: 'fetch',
  state: 'failed',
  attempts: 3,
  started_at: null,
  finished_at: null,
  error: { code: 'provider.refused', message: 'The provider refused.', advice: 'never' },
} as const;
const queued = runDetail({ state: 'queued', steps: [], artifacts: [], finished_at: null });
const getPolicy = () => policyDetail(approved);

describe('run_pipeline', () => {
  it('follows a run to its end', async () => {
    const answers: FixtureAnswers = {
      getPolicy,
      startRun: () => queued,
      followRun: () => [
        { kind: 'run', run: queued },
        { kind: 'run', run: runDetail({ state: 'partial', steps: [...runDetail().steps, failedStep] }) },
      ],
    };
    const { document, text, isError } = await call(answers, 'run_pipeline', { policy_id: 'pol_1' });
    expect(isError).toBe(false);
    expect(document).toMatchObject({
      status: 'finished',
      run_id: 'run_1',
      state: 'partial',
      steps: [
        { id: 'brief', state: 'success' },
        { id: 'prices', state: 'failed', error: { code: 'provider.refused' } },
      ],
      reports: [{ report_id: 'rep_1', version: 3 }],
      artifacts: [{ id: 'art_1' }],
    });
    expect(text).toContain('ended: partial');
  });

  it('answers the state at the end of the wait', async () => {
    const answers: FixtureAnswers = {
      getPolicy,
      startRun: () => queued,
      followRun: () => [{ kind: 'run', run: queued }, staysOpen],
      getRun: () => runDetail({ state: 'running', finished_at: null }),
    };
    const { document } = await call(answers, 'run_pipeline', { policy_id: 'pol_1', wait_seconds: 1 });
    expect(document).toMatchObject({ status: 'running', state: 'running' });
  });

  it('does not wait when told so', async () => {
    const answers: FixtureAnswers = { getPolicy, startRun: () => queued };
    const { document } = await call(answers, 'run_pipeline', { policy_id: 'pol_1', wait_seconds: 0 });
    expect(document).toMatchObject({ status: 'running', run_id: 'run_1', state: 'queued' });
  });

  it('still names the run when the server goes away', async () => {
    const answers: FixtureAnswers = { getPolicy, startRun: () => queued };
    const { document } = await call(answers, 'run_pipeline', { policy_id: 'pol_1' });
    expect(document).toMatchObject({ status: 'running', run_id: 'run_1' });
  });

  it('says that a newer version did not run', async () => {
    const answers: FixtureAnswers = {
      getPolicy: () => policyDetail({ ...approved, newest_version: 2, proposed_version: 2 }),
      startRun: () => runDetail(),
    };
    const { text } = await call(answers, 'run_pipeline', { policy_id: 'pol_1' });
    expect(text).toContain('Version 2 still waits');
  });

  it.each([
    [
      'approval.required',
      { status: 'approval_required', approve_url: 'http://127.0.0.1:4310/policies/pol_1' },
    ],
    ['policy.paused', { status: 'paused' }],
    ['run.overlap', { status: 'already_running' }],
    ['quota.exceeded', { status: 'quota_exceeded', retry_after: 120 }],
  ])('answers %s as a normal result', async (code, expected) => {
    const startRun = () => {
      throw new FixtureProblem({ status: 409, code, detail: 'Not now.', retry_after: 120 });
    };
    const result = await call({ getPolicy, startRun }, 'run_pipeline', { policy_id: 'pol_1' });
    expect(result).toMatchObject({ isError: false, document: { ...expected, message: 'Not now.' } });
  });

  it('hands on any other refusal as an error', async () => {
    const startRun = () => {
      throw new FixtureProblem({ status: 503, code: 'store.busy', detail: 'Busy.', advice: 'backoff' });
    };
    const result = await call({ getPolicy, startRun }, 'run_pipeline', { policy_id: 'pol_1' });
    expect(result).toMatchObject({ isError: true, document: { code: 'store.busy', advice: 'backoff' } });
  });
});

describe('get_pipeline_history', () => {
  it('lists the runs of one policy in one state', async () => {
    const listRuns: FixtureAnswers['listRuns'] = ({ query }) => {
      expect(query).toEqual({ limit: '20', policy_id: 'pol_1', state: 'failed' });
      const { steps: _, artifacts: __, link: ___, ...run } = runDetail({ state: 'failed' });
      return { items: [run], next_cursor: 'more' };
    };
    const input = { policy_id: 'pol_1', state: 'failed' };
    const { document } = await call({ getPolicy, listRuns }, 'get_pipeline_history', input);
    expect(document).toMatchObject({
      runs: [{ run_id: 'run_1', state: 'failed', cause: 'agent' }],
      more: true,
    });
  });

  it('shows one run with errors and deliveries', async () => {
    const answers: FixtureAnswers = {
      getRun: () => runDetail({ state: 'failed', steps: [failedStep] }),
      listDeliveries: () => page(delivery({ status: 'unknown', reason: 'The connection broke.' })),
    };
    const { document, text } = await call(answers, 'get_pipeline_history', { run_id: 'run_1' });
    expect(document['run']).toMatchObject({
      state: 'failed',
      steps: [{ id: 'prices', error: { message: 'The provider refused.' } }],
      deliveries: [{ status: 'unknown', reason: 'The connection broke.' }],
    });
    expect(text).toContain('failed: 1');
  });

  it('shortens a huge output and says where', async () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => ({ row, text: 'é'.repeat(50) }));
    const step = {
      ...runDetail().steps[0],
      id: 'rows',
      type: 'query',
      state: 'success',
      attempts: 1,
    } as const;
    const answers: FixtureAnswers = {
      getRun: () =>
        runDetail({
          steps: [{ ...step, started_at: null, finished_at: null, output: { rows, row_count: 10_000 } }],
        }),
      listDeliveries: () => page(),
    };
    const { document, text } = await call(answers, 'get_pipeline_history', { run_id: 'run_1' });
    expect(Buffer.byteLength(text)).toBeLessThan(101_000);
    expect(document['cut']).toContainEqual(
      expect.objectContaining({ pointer: '/run/steps/0/output/rows', of: 10_000, unit: 'items' }),
    );
  });
});

describe('cancel_run', () => {
  it('says what became of the run', async () => {
    const cancelRun = () => runDetail({ state: 'cancelled' });
    const { document, text } = await call({ cancelRun }, 'cancel_run', { run_id: 'run_1' });
    expect(document).toMatchObject({ run_id: 'run_1', state: 'cancelled' });
    expect(text).toContain('has ended: cancelled');
  });

  it('refuses what is not the id of a run', async () => {
    const { isError, text } = await call({}, 'cancel_run', { run_id: 'pol_1' });
    expect(isError).toBe(true);
    expect(text).toContain('run_');
  });
});
