import type { DeliveryDocument } from '@daybook/api-contract';
import type { AuditLog } from '@daybook/guardrails';
import {
  type Clock,
  EngineError,
  parseInstant,
  toDeliveryId,
  toPolicyId,
  toReportId,
  toRunId,
} from '@daybook/kernel';
import type { LoggedDelivery, DeliveryLog } from '@daybook/persistence';
import type { Handlers } from '../handler.ts';
import { fromCursor, toPage } from '../page-cursor.ts';

export interface DeliveryHandlerPorts {
  readonly deliveries: DeliveryLog;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

type DeliveryHandlers = Pick<Handlers, 'listDeliveries' | 'resolveDelivery'>;

/** What was handed to whom, and the word of a person where nobody knows. */
export function createDeliveryHandlers({ deliveries, audit, clock }: DeliveryHandlerPorts): DeliveryHandlers {
  return {
    async listDeliveries({ query = { limit: 50 } }) {
      const { limit, cursor, report_id: reportId, run_id: runId, policy_id: policyId, status } = query;
      const [at, deliveryId] = cursor === undefined ? [] : fromCursor(cursor, ['instant', 'id']);
      const instant = at === undefined ? undefined : parseInstant(at);
      const rows = await deliveries.list({
        limit: limit + 1,
        ...(reportId === undefined ? {} : { reportId: toReportId(reportId) }),
        ...(runId === undefined ? {} : { runId: toRunId(runId) }),
        ...(policyId === undefined ? {} : { policyId: toPolicyId(policyId) }),
        ...(status === undefined ? {} : { status }),
        ...(instant === undefined || deliveryId === undefined
          ? {}
          : { before: { at: instant, deliveryId: toDeliveryId(deliveryId) } }),
      });
      return toPage(rows, limit, {
        item: toDocument,
        cursor: (delivery) => [delivery.at, delivery.deliveryId],
      });
    },

    async resolveDelivery({ params, body, caller }) {
      const deliveryId = toDeliveryId(params.id);
      if ((await deliveries.find(deliveryId)) === undefined) throw notFound(params.id);
      const at = clock.now();
      // First the change: a refused one must not stand in the record as if it had been made.
      await deliveries.resolve(deliveryId, body.outcome, { at, by: caller.actor });
      await audit.append({
        at,
        actor: caller.actor,
        action: 'delivery.resolved',
        subject: deliveryId,
        details: { outcome: body.outcome },
      });
      const resolved = await deliveries.find(deliveryId);
      if (resolved === undefined) throw notFound(params.id);
      return toDocument(resolved);
    },
  };
}

function notFound(id: string): EngineError {
  return new EngineError('delivery.not-found', `There is no delivery ${id}.`);
}

function toDocument(delivery: LoggedDelivery): DeliveryDocument {
  return {
    id: delivery.deliveryId,
    report_id: delivery.reportId,
    report: delivery.report,
    version: delivery.version,
    policy_id: delivery.policyId,
    policy_name: delivery.policyName ?? delivery.policyId,
    run_id: delivery.runId,
    artifact_id: delivery.artifactId,
    channel: delivery.channel,
    recipient: delivery.recipient,
    status: delivery.status,
    reason: delivery.reason,
    claimed_at: delivery.at,
    finished_at: delivery.finishedAt,
  };
}
