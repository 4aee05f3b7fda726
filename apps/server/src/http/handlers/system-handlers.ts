import { createOpenApi } from '@daybook/api-contract';
import type { PolicyStore } from '@daybook/guardrails';
import { canonicalDataset, type Clock, datasetNames, type Instant, isStoredDataset } from '@daybook/kernel';
import type { DatasetCatalogue } from '@daybook/persistence';
import type { JsonSchema } from '@daybook/policy';
import type { StepManifestEntry } from '@daybook/registry';
import { nextFireTimes, type ScheduleStore } from '@daybook/scheduler';
import type { LiveRuns } from '../../engine/live-runs.ts';
import type { Handlers } from '../handler.ts';
import { toFireTime } from '../policy-documents.ts';

/** A provider as the API lists it. */
export interface ProviderStatus {
  readonly id: string;
  readonly datasets: readonly string[];
  readonly available: boolean;
  readonly remark: string | null;
}

export interface SystemHandlerPorts {
  readonly version: string;
  readonly startedAt: Instant;
  readonly clock: Clock;
  readonly policySchema: JsonSchema;
  readonly stepManifest: readonly StepManifestEntry[];
  readonly providers: () => readonly ProviderStatus[];
  readonly catalogue: DatasetCatalogue;
  readonly policies: PolicyStore;
  readonly schedules: ScheduleStore;
  readonly live: LiveRuns;
  readonly lastTick: () => Instant | null;
}

type SystemHandlers = Pick<
  Handlers,
  | 'getHealth'
  | 'getOpenApi'
  | 'getSystem'
  | 'getPolicySchema'
  | 'listStepTypes'
  | 'listProviders'
  | 'listDatasets'
  | 'getSchedule'
>;

/** More than this is not listed; the answer says so. */
const maxComing = 500;

/** What the server is, what policies can be made of, and what is due. */
export function createSystemHandlers(ports: SystemHandlerPorts): SystemHandlers {
  const { version, startedAt, clock, live, lastTick } = ports;
  return {
    getHealth: async () => ({ status: 'ok' }),
    getOpenApi: async () => ({ ...createOpenApi(version) }),
    getSystem: async () => ({
      version,
      now: clock.now(),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      started_at: startedAt,
      running_runs: live.count,
      last_tick: lastTick(),
    }),
    getPolicySchema: async () => ({ ...ports.policySchema }),
    listStepTypes: async () => ({
      items: ports.stepManifest.map(({ type, summary, effect, version: step, params, output }) => ({
        type,
        summary,
        effect,
        version: step,
        params: { ...params },
        output: { ...output },
      })),
    }),
    listProviders: async () => ({
      items: ports.providers().map((provider) => ({ ...provider, datasets: [...provider.datasets] })),
    }),
    listDatasets: () => listDatasets(ports.catalogue),
    getSchedule: ({ query }) => getSchedule(ports, query?.days ?? 7),
  };
}

async function listDatasets(catalogue: DatasetCatalogue) {
  const stored = await catalogue.summaries();
  const items = datasetNames.map((name) => {
    if (!isStoredDataset(name)) {
      return {
        name,
        columns: [],
        stored: false,
        rows: 0,
        symbols: null,
        from: null,
        until: null,
        loaded_at: null,
      };
    }
    const columns = canonicalDataset(name).columns.map((column) => ({
      name: column.name,
      kind: column.kind,
    }));
    const found = stored.get(name);
    return {
      name,
      columns,
      stored: true,
      rows: found?.rows ?? 0,
      symbols: found?.symbols ?? null,
      from: found?.from ?? null,
      until: found?.until ?? null,
      loaded_at: found?.loadedAt ?? null,
    };
  });
  return { items };
}

async function getSchedule({ schedules, policies, clock }: SystemHandlerPorts, days: number) {
  const from = clock.now();
  const until = new Date(Date.parse(from) + days * 86_400_000).toISOString() as Instant;
  const ready = (await schedules.schedules()).filter(({ standing }) => standing === 'ready');
  const coming = ready
    .flatMap(({ policyId, policyName, cron, timezone, dayMatch }) =>
      nextFireTimes({
        cron,
        timezone,
        ...(dayMatch === null ? {} : { dayMatch }),
        from,
        until,
        count: maxComing + 1,
      }).map((fire) => ({ ...toFireTime(fire), policy_id: policyId, policy_name: policyName })),
    )
    .sort((left, right) => left.at.localeCompare(right.at));
  const past = await schedules.list({ limit: 100 });
  const names = new Map<string, string>();
  for (const { policyId } of past) {
    if (!names.has(policyId)) names.set(policyId, (await policies.read(policyId))?.name ?? policyId);
  }
  return {
    coming: coming.slice(0, maxComing),
    truncated: coming.length > maxComing,
    past: past.map(({ policyId, scheduledFor, state }) => ({
      policy_id: policyId,
      policy_name: names.get(policyId) ?? policyId,
      scheduled_for: scheduledFor,
      state: state.status,
      reason: state.status === 'skipped' ? state.reason : null,
      run_id: state.status === 'skipped' ? null : state.runId,
    })),
  };
}
