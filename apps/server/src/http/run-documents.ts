import type { ArtifactSummary, RunDetail, RunStep, RunSummary } from '@daybook/api-contract';
import { artifactReference, type Instant } from '@daybook/kernel';
import type { RunHeader, RunState, StepRecord, StepState } from '@daybook/runner';
import { z } from 'zod';
import { describeOutput } from '../command-line/describe-output.ts';

type RunFacts = RunHeader & { readonly state: RunState };

/** A run as lists show it. */
export function toRunSummary(run: RunFacts, policyName: string): RunSummary {
  const { startedAt, finishedAt } = runTimes(run);
  return {
    id: run.runId,
    policy_id: run.policyId,
    policy_name: policyName,
    policy_version: run.policyVersion,
    cause: run.cause,
    actor: run.actor,
    state: run.state.status,
    scheduled_for: run.scheduledFor,
    dry_run: run.dryRun,
    resumed_from: run.resumedFrom,
    created_at: run.createdAt,
    started_at: startedAt,
    finished_at: finishedAt,
  };
}

/** A run with its steps and what they rendered. */
export function toRunDetail(
  run: RunFacts & { readonly steps: readonly StepRecord[] },
  policyName: string,
  link: string,
): RunDetail {
  return {
    ...toRunSummary(run, policyName),
    steps: run.steps.map((step) => toRunStep(step, run.dryRun)),
    artifacts: run.steps.flatMap(renderedArtifacts),
    link,
  };
}

type Shown = Pick<StepRecord, 'stepId' | 'type' | 'state' | 'trace'>;

/** A step of a run; in a dry run nothing was sent, whatever its output says. */
export function toRunStep({ stepId, type, state, trace }: Shown, dryRun: boolean): RunStep {
  const base = { id: stepId, type, state: state.status, ...(trace === null ? {} : { trace }) };
  switch (state.status) {
    case 'pending':
      return { ...base, attempts: 0, started_at: null, finished_at: null };
    case 'skipped':
      return { ...base, reason: state.reason, attempts: 0, started_at: null, finished_at: null };
    case 'running':
      return { ...base, attempts: state.attempt, started_at: state.startedAt, finished_at: null };
    case 'cancelled':
      return {
        ...base,
        reason: 'cancelled',
        attempts: state.attempt,
        started_at: null,
        finished_at: state.finishedAt,
      };
    case 'success':
      return {
        ...base,
        ...ended(state),
        ...(state.reused === true ? { reused: true } : {}),
        words: wordsOf(type, state.output, dryRun),
        output: state.output,
      };
    case 'failed':
      return { ...base, ...ended(state), error: { ...state.failure } };
  }
}

function ended(state: Extract<StepState, { status: 'success' | 'failed' }>) {
  return { attempts: state.attempt, started_at: state.startedAt, finished_at: state.finishedAt };
}

/** A step of an older release may have another output; then there are no words. */
function wordsOf(
  type: string,
  output: Extract<StepState, { status: 'success' }>['output'],
  dryRun: boolean,
): string {
  try {
    return describeOutput(type, output, dryRun);
  } catch {
    return '';
  }
}

const rendered = z.object({ artifacts: z.array(artifactReference) });

function renderedArtifacts({ type, state }: StepRecord): readonly ArtifactSummary[] {
  if (type !== 'render' || state.status !== 'success') return [];
  const parsed = rendered.safeParse(state.output);
  if (!parsed.success) return [];
  return parsed.data.artifacts.map(({ artifact_id, report_id, version, format, name, bytes }) => ({
    id: artifact_id,
    report_id,
    version,
    format,
    name,
    bytes,
  }));
}

/** When a run began and ended; `null` for what lies ahead. */
function runTimes({ state }: Pick<RunFacts, 'state'>): {
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
} {
  if (state.status === 'queued') return { startedAt: null, finishedAt: null };
  return { startedAt: state.startedAt, finishedAt: 'finishedAt' in state ? state.finishedAt : null };
}
