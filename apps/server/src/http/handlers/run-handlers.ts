import type { RunEventDocument } from '@daybook/api-contract';
import type { PolicyStore, StartDryRun, StartRun } from '@daybook/guardrails';
import { EngineError, parseInstant, type PolicyId, type RunId, toPolicyId, toRunId } from '@daybook/kernel';
import type { RunHistory } from '@daybook/persistence';
import type { RunRecord, RunStore } from '@daybook/runner';
import type { Links } from '../../engine/links.ts';
import type { LiveRuns } from '../../engine/live-runs.ts';
import { eventStream } from '../event-stream.ts';
import type { Handlers } from '../handler.ts';
import { fromCursor, toPage } from '../page-cursor.ts';
import { toRunDetail, toRunStep, toRunSummary } from '../run-documents.ts';

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
      const { runId } = await (body?.dry_run === true ? startDryRun(request) : startRun(request));
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
      const { steps } = await load(toRunId(params.id));
      return { items: steps.map(toRunStep) };
    },

    async followRun({ params, signal }) {
      const runId = toRunId(params.id);
      await load(runId);
      return follow(ports, runId, { signal, detail, load });
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

interface FollowContext {
  readonly signal: AbortSignal;
  detail(run: RunRecord): Promise<Extract<RunEventDocument, { kind: 'run' }>['run']>;
  load(runId: RunId): Promise<RunRecord>;
}

/** The run as it is, every change of a step from then on, and the run at its end. */
function follow({ live }: RunHandlerPorts, runId: RunId, { signal, detail, load }: FollowContext): Response {
  return eventStream(signal, (sink) => {
    // Changes that come while the first picture is drawn wait for it, so that none is told before it.
    let waiting: RunEventDocument[] | null = [];
    const send = (event: RunEventDocument): void => {
      if (waiting === null) sink.send(event);
      else waiting.push(event);
    };
    const stop = live.follow(runId, (event) => {
      if (event.kind !== 'step-changed') return;
      const { stepId, type, state } = event;
      send({ kind: 'step', run_id: runId, step: toRunStep({ stepId, type, state, trace: null }) });
    });
    const finished = live.finished(runId);
    const tell = async (): Promise<void> => {
      sink.send({ kind: 'run', run: await detail(await load(runId)) });
      for (const event of waiting ?? []) sink.send(event);
      waiting = null;
      if (finished !== undefined) {
        await finished.catch(() => undefined);
        sink.send({ kind: 'run', run: await detail(await load(runId)) });
      }
      sink.close();
    };
    tell().catch(() => sink.close());
    return stop;
  });
}
