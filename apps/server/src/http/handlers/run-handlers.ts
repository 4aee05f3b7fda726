import type { PolicyStore, StartDryRun, StartRun } from '@daybook/guardrails';
import { EngineError, parseInstant, type PolicyId, type RunId, toPolicyId, toRunId } from '@daybook/kernel';
import type { RunHistory } from '@daybook/persistence';
import type { RunRecord, RunStore } from '@daybook/runner';
import type { Links } from '../../engine/links.ts';
import type { LiveRuns } from '../../engine/live-runs.ts';
import type { Handlers } from '../handler.ts';
import { fromCursor, toPage } from '../page-cursor.ts';
import { toRunDetail, toRunStep, toRunSummary } from '../run-documents.ts';
import { streamRun } from '../run-stream.ts';

export interface RunHandlerPorts {
  readonly startRun: StartRun;
  readonly startDryRun: StartDryRun;
  readonly policies: PolicyStore;
  readonly runs: RunStore;
  readonly history: RunHistory;
  readonly live: LiveRuns;
  readonly links: Links;
}

type RunHandlers = Pick<
  Handlers,
  'startRun' | 'listRuns' | 'getRun' | 'listRunSteps' | 'followRun' | 'cancelRun' | 'resumeRun'
>;

/** Runs: asked for, listed, followed and cancelled. */
export function createRunHandlers(ports: RunHandlerPorts): RunHandlers {
  const { startRun, startDryRun, policies, runs, history, live, links } = ports;

  async function load(runId: RunId): Promise<RunRecord> {
    const run = await runs.read(runId);
    if (run !== undefined) return run;
    throw new EngineError('run.not-found', `There is no run ${runId}.`);
  }

  async function nameOf(policyId: PolicyId): Promise<string> {
    return (await policies.read(policyId))?.name ?? policyId;
  }

  async function detail(run: RunRecord) {
    return toRunDetail(run, await nameOf(run.policyId), links.run(run.runId));
  }

  return {
    async startRun({ params, body, caller }) {
      const asOf = body?.as_of === undefined ? undefined : parseInstant(body.as_of);
      const request = {
        policyId: toPolicyId(params.id),
        cause: caller.kind === 'agent' ? ('agent' as const) : ('manual' as const),
        actor: caller.actor,
        ...(asOf === undefined ? {} : { asOf }),
      };
      const cause = body?.backfill === true ? 'backfill' : request.cause;
      const { runId } = await (body?.dry_run === true
        ? startDryRun(request)
        : startRun({ ...request, cause }));
      return detail(await load(runId));
    },

    async listRuns({ query = { limit: 50 } }) {
      const { limit, cursor, policy_id: policyId, state } = query;
      const [createdAt, runId] = cursor === undefined ? [] : fromCursor(cursor, ['instant', 'id']);
      const instant = createdAt === undefined ? undefined : parseInstant(createdAt);
      const rows = await history.list({
        limit: limit + 1,
        ...(policyId === undefined ? {} : { policyId: toPolicyId(policyId) }),
        ...(state === undefined ? {} : { status: state }),
        ...(instant === undefined || runId === undefined
          ? {}
          : { before: { createdAt: instant, runId: toRunId(runId) } }),
      });
      return toPage(rows, limit, {
        item: (run) => toRunSummary(run, run.policyName),
        cursor: (run) => [run.createdAt, run.runId],
      });
    },

    getRun: async ({ params }) => detail(await load(toRunId(params.id))),

    async listRunSteps({ params }) {
      const { steps, dryRun } = await load(toRunId(params.id));
      return { items: steps.map((step) => toRunStep(step, dryRun)) };
    },

    async followRun({ params, signal, lastEvent }) {
      const runId = toRunId(params.id);
      const { dryRun } = await load(runId);
      return streamRun({ runs, live, detail, load }, { runId, dryRun, after: lastEvent, signal });
    },

    async resumeRun({ params, body, caller }) {
      const former = await load(toRunId(params.id));
      if (!('finishedAt' in former.state)) {
        const message = `The run ${former.runId} has not ended; cancel it first, or wait.`;
        throw new EngineError('run.overlap', message);
      }
      const { runId } = await startRun({
        policyId: former.policyId,
        cause: 'resume',
        actor: caller.actor,
        asOf: former.scheduledFor,
        resume: { runId: former.runId, fromStep: body?.from_step ?? null },
      });
      return detail(await load(runId));
    },

    async cancelRun({ params, caller }) {
      const runId = toRunId(params.id);
      await load(runId);
      if (live.cancel(runId, `Cancelled by ${caller.actor}.`))
        await live.finished(runId)?.catch(() => undefined);
      return detail(await load(runId));
    },
  };
}
