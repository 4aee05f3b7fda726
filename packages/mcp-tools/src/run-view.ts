import {
  type DeliveryDocument,
  type RunDetail,
  type RunStep,
  type RunSummary,
  routes,
} from '@daybook/api-contract';
import { z } from 'zod';
import type { AnswerDocument } from './fit-document.ts';
import type { ToolContext } from './tool.ts';

/** Whether nothing more will happen in the run by itself. */
export function hasEnded({ state }: RunSummary): boolean {
  return state !== 'queued' && state !== 'running';
}

/** A run in a list. */
export function viewRunSummary(run: RunSummary): AnswerDocument {
  return {
    run_id: run.id,
    state: run.state,
    policy_id: run.policy_id,
    policy_name: run.policy_name,
    policy_version: run.policy_version,
    cause: run.cause,
    actor: run.actor,
    scheduled_for: run.scheduled_for,
    started_at: run.started_at,
    finished_at: run.finished_at,
  };
}

/** A run with what each step came to, without the steps' outputs. */
export function viewRun(run: RunDetail): AnswerDocument {
  return {
    ...viewRunSummary(run),
    steps: run.steps.map(viewStep),
    reports: listReports(run),
    artifacts: run.artifacts,
    link: run.link,
  };
}

/** A run in full: what its steps put out, and what became of its deliveries. */
export function viewRunInFull(run: RunDetail, deliveries: readonly DeliveryDocument[]): AnswerDocument {
  const steps = run.steps.map((step) => ({ ...viewStep(step), output: step.output }));
  return { ...viewRun(run), steps, deliveries: deliveries.map(viewDelivery) };
}

/** The deliveries of a run, the newest 200 at most. @throws {ApiError} */
export async function listRunDeliveries(
  runId: string,
  { client, signal }: ToolContext,
): Promise<readonly DeliveryDocument[]> {
  const query = { run_id: runId, limit: 200 };
  return (await client.call(routes.listDeliveries, { query }, { signal })).items;
}

function viewStep({ id, type, state, reason, attempts, words, error }: RunStep): AnswerDocument {
  return { id, type, state, reason, attempts, words, error };
}

function viewDelivery(delivery: DeliveryDocument): AnswerDocument {
  const { id, report_id, version, channel, recipient, status, reason, finished_at } = delivery;
  return { id, report_id, version, channel, recipient, status, reason, finished_at };
}

const storedReport = z.object({ report_id: z.string(), version: z.number() });

/** Every report version that the run stored or drew, once. */
function listReports(run: RunDetail): readonly AnswerDocument[] {
  const stored = run.steps.flatMap(({ output }) => {
    const parsed = storedReport.safeParse(output);
    return parsed.success ? [parsed.data] : [];
  });
  const drawn = run.artifacts.map(({ report_id, version }) => ({ report_id, version }));
  const unique = new Map(
    [...stored, ...drawn].map((report) => [`${report.report_id} ${report.version}`, report]),
  );
  return [...unique.values()];
}
