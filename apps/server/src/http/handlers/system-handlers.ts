import { createOpenApi } from '@daybook/api-contract';
import type { Calendars } from '@daybook/calendars';
import type { PolicyStore } from '@daybook/guardrails';
import { type Clock, type Instant, parseInstant, type PolicyId, toEpochMs, toInstant } from '@daybook/kernel';
import type { JsonSchema } from '@daybook/policy';
import type { StepManifestEntry } from '@daybook/registry';
import { nextFireTimes, type PowerEvent, type ScheduleStore, type Slot } from '@daybook/scheduler';
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
  readonly calendars: Calendars;
  readonly policySchema: JsonSchema;
  readonly stepManifest: readonly StepManifestEntry[];
  readonly providers: () => readonly ProviderStatus[];
  readonly policies: PolicyStore;
  readonly schedules: ScheduleStore;
  readonly live: LiveRuns;
  readonly lastTick: () => Instant | null;
  readonly power: (event: PowerEvent) => Promise<void>;
}

type SystemHandlers = Pick<
  Handlers,
  | 'getHealth'
  | 'getOpenApi'
  | 'getSystem'
  | 'reportPower'
  | 'getPolicySchema'
  | 'listStepTypes'
  | 'listProviders'
  | 'getSchedule'
>;

/** More than this is not listed; the answer says so. */
const maxListed = 2000;

/** Past slots, when no days are asked for. */
const latest = 100;

/** What the server is, what policies can be made of, and what is due. */
export function createSystemHandlers(ports: SystemHandlerPorts): SystemHandlers {
  const { version, startedAt, clock, live, lastTick, power } = ports;
  return {
    getHealth: async () => ({ status: 'ok' }),
    getOpenApi: async () => ({ ...createOpenApi(version) }),
    async reportPower({ body }) {
      await power(body.event);
    },
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
    getSchedule: ({ query }) =>
      getSchedule(ports, query?.days ?? 7, query?.from === undefined ? undefined : parseInstant(query.from)),
  };
}

async function getSchedule(ports: SystemHandlerPorts, days: number, from: Instant | undefined) {
  const now = ports.clock.now();
  const until = toInstant(toEpochMs(from ?? now) + days * 86_400_000);
  const window = from !== undefined && from > now ? from : now;
  const coming = await comingFires(ports, window, until);
  const past = await ports.schedules.list({
    ...(from === undefined ? {} : { since: from, before: until }),
    limit: (from === undefined ? latest : maxListed) + 1,
  });
  const shown = past.slice(0, from === undefined ? latest : maxListed);
  const names = await namesOf(ports, shown);
  return {
    coming: coming.slice(0, maxListed),
    truncated: coming.length > maxListed || (from !== undefined && past.length > shown.length),
    past: shown.map(({ policyId, scheduledFor, state }) => ({
      policy_id: policyId,
      policy_name: names.get(policyId) ?? policyId,
      scheduled_for: scheduledFor,
      state: state.status,
      reason: state.status === 'skipped' ? state.reason : null,
      run_id: state.status === 'skipped' ? null : state.runId,
    })),
  };
}

async function comingFires({ schedules, calendars }: SystemHandlerPorts, from: Instant, until: Instant) {
  const ready = (await schedules.schedules()).filter(({ standing }) => standing === 'ready');
  return ready
    .flatMap(({ policyId, policyName, timing }) =>
      nextFireTimes(timing, { from, until, count: maxListed + 1 }, calendars).map((fire) => ({
        ...toFireTime(fire),
        policy_id: policyId,
        policy_name: policyName,
      })),
    )
    .sort((left, right) => left.at.localeCompare(right.at));
}

/** The names of policies, those that were deleted left out. */
async function namesOf({ policies }: SystemHandlerPorts, slots: readonly Slot[]) {
  const names = new Map<PolicyId, string>();
  for (const policyId of new Set(slots.map((slot) => slot.policyId))) {
    const stored = await policies.read(policyId);
    if (stored !== undefined) names.set(policyId, stored.name);
  }
  return names;
}
