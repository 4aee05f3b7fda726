import type { CompilePolicySql } from '../compile-sql.ts';
import type { Calendars } from '@daybook/calendars';
import type { Approvals, Quotas, SavePolicy, StartDryRun, StartRun, Tokens } from '@daybook/guardrails';
import type { Clock, IdSource, Instant, Sha256 } from '@daybook/kernel';
import { createPolicySchema, type Policy, type PolicyParser } from '@daybook/policy';
import { createStepManifest, type StepRegistry } from '@daybook/registry';
import type { PowerEvent } from '@daybook/scheduler';
import { createAdHocQuery } from '../engine/ad-hoc-query.ts';
import type { Links } from '../engine/links.ts';
import type { LiveRuns } from '../engine/live-runs.ts';
import type { Mail } from '../engine/mail.ts';
import { createPlanner } from '../engine/policy-plan.ts';
import type { ProviderStatus } from '../engine/provider-status.ts';
import type { Stores } from '../engine/stores.ts';
import type { Handlers } from './handler.ts';
import { createDataHandlers } from './handlers/data-handlers.ts';
import { createDeliveryHandlers } from './handlers/delivery-handlers.ts';
import { createPolicyHandlers } from './handlers/policy-handlers.ts';
import { createRecordHandlers } from './handlers/record-handlers.ts';
import { createReportHandlers, type ReportHandlerPorts } from './handlers/report-handlers.ts';
import { createRunHandlers } from './handlers/run-handlers.ts';
import { createSettingsHandlers } from './handlers/settings-handlers.ts';
import { createSystemHandlers } from './handlers/system-handlers.ts';
import { createTokenHandlers } from './handlers/token-handlers.ts';
import { createPolicyDocuments } from './policy-documents.ts';

export interface HandlerParts {
  readonly stores: Stores;
  readonly steps: StepRegistry;
  readonly providers: () => readonly ProviderStatus[];
  readonly renderHtml: ReportHandlerPorts['renderHtml'];
  readonly parsePolicy: PolicyParser;
  readonly compileSql: CompilePolicySql;
  readonly approvalHashOf: (policy: Policy) => Sha256;
  readonly savePolicy: SavePolicy;
  readonly approvals: Approvals;
  readonly quotas: Pick<Quotas, 'take'>;
  readonly startRun: StartRun;
  readonly startDryRun: StartDryRun;
  readonly tokens: Tokens;
  readonly live: LiveRuns;
  readonly mail: Mail;
  readonly links: Links;
  readonly settleSchedule: () => Promise<void>;
  readonly lastTick: () => Instant | null;
  readonly power: (event: PowerEvent) => Promise<void>;
  readonly version: string;
  readonly clock: Clock;
  readonly calendars: Calendars;
  readonly ids: IdSource;
}

/** The handlers of all routes over the parts of the engine. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { stores, steps, clock } = parts;
  const planOf = createPlanner(steps);
  const documents = createPolicyDocuments({
    ...parts,
    planOf,
    async lastRuns(policyIds) {
      const runs = await stores.history.lastOf(policyIds);
      return new Map(
        [...runs].map(([policyId, { runId, state, createdAt }]) => [
          policyId,
          { id: runId, state: state.status, created_at: createdAt },
        ]),
      );
    },
  });
  return {
    ...createSystemHandlers({
      ...parts,
      startedAt: clock.now(),
      policySchema: createPolicySchema(steps.shapes),
      stepManifest: createStepManifest(steps),
      policies: stores.policies,
      schedules: stores.schedules,
    }),
    ...createDataHandlers({
      catalogue: stores.datasets,
      runQuery: createAdHocQuery({ database: stores.canonicalRows, clock }),
      quotas: parts.quotas,
    }),
    ...createPolicyHandlers({
      ...parts,
      planOf,
      documents,
      policies: stores.policies,
      schedules: stores.schedules,
      history: stores.history,
    }),
    ...createRunHandlers({
      ...parts,
      policies: stores.policies,
      runs: stores.runs,
      history: stores.history,
    }),
    ...createReportHandlers({
      ...parts,
      catalogue: stores.catalogue,
      reports: stores.reports,
      artifacts: stores.artifacts,
      dryRunArtifacts: stores.dryRunArtifacts,
    }),
    ...createDeliveryHandlers({ deliveries: stores.deliveryLog, audit: stores.audit, clock }),
    ...createTokenHandlers({ tokens: parts.tokens, audit: stores.audit, clock }),
    ...createRecordHandlers({ notices: stores.notices, audit: stores.audit, clock }),
    ...createSettingsHandlers({ mail: parts.mail, audit: stores.audit, clock, ids: parts.ids }),
  };
}
