import type { DryRunOrder, DryRunStarter } from '@daybook/guardrails';
import { artifactReference, type JsonValue, type Logger, toArtifactId } from '@daybook/kernel';
import type { DryRunArtifacts } from '@daybook/persistence';
import type { StepRegistry } from '@daybook/registry';
import { type PipelinePorts, type RunRecord, startPipeline } from '@daybook/runner';
import { z } from 'zod';
import type { LiveRuns } from './live-runs.ts';
import type { Stores } from './stores.ts';

/** A copy of the database that is thrown away. */
export interface ThrowAwayCopy {
  readonly stores: Stores;
  /** Closes and removes it. */
  discard(): Promise<void>;
}

export interface DryRunPorts extends PipelinePorts {
  readonly live: LiveRuns;
  readonly lease: { ensure(): Promise<void> };
  /** What was rendered is part of the run's own record. */
  readonly artifacts: DryRunArtifacts;
  copyDatabase(): Promise<ThrowAwayCopy>;
  /** The application's step types over other stores, with channels that hand nothing over. */
  stepsOn(stores: Stores): StepRegistry;
  readonly log: Logger;
}

/**
 * Runs policies for show: the real steps on a copy of the database, so that what they say is what a real run would do
 * now. Only the run's own record is kept, with what was rendered.
 */
export function createDryRunner(ports: DryRunPorts): DryRunStarter {
  return {
    async startDry(order) {
      await ports.lease.ensure();
      const copy = await ports.copyDatabase();
      try {
        await begin(ports, order, copy);
      } catch (cause) {
        await copy.discard();
        throw cause;
      }
    },
  };
}

async function begin(ports: DryRunPorts, order: DryRunOrder, copy: ThrowAwayCopy): Promise<void> {
  const { live, clock } = ports;
  const { runId, policy, policyId, version, cause, actor, scheduledFor } = order;
  const steps = ports.stepsOn(copy.stores);
  await live.watchDry(
    runId,
    (signal, onEvent) =>
      startPipeline(
        { ...ports, steps },
        {
          header: {
            runId,
            policyId,
            policyVersion: version,
            cause,
            actor,
            scheduledFor,
            createdAt: clock.now(),
            resumedFrom: null,
            dryRun: true,
          },
          policy,
          signal,
          onEvent,
        },
      ),
    async (run) => {
      try {
        if (run !== undefined) await keepRendered(ports, run, copy.stores);
      } finally {
        await copy.discard();
      }
    },
  );
}

const rendered = z.object({ artifacts: z.array(artifactReference) });

async function keepRendered({ artifacts }: DryRunPorts, run: RunRecord, stores: Stores): Promise<void> {
  const outputs = run.steps.flatMap(({ type, state }): readonly JsonValue[] =>
    type === 'render' && state.status === 'success' ? [state.output] : [],
  );
  for (const { artifact_id: id } of outputs.flatMap((output) => rendered.parse(output).artifacts)) {
    const artifact = await stores.artifacts.read(toArtifactId(id));
    if (artifact !== undefined) await artifacts.save(run.runId, artifact);
  }
}
