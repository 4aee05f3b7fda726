import {
  type DeliveryId,
  EngineError,
  type Instant,
  type PolicyId,
  type ReportId,
  type RunId,
} from '@daybook/kernel';
import type { DeliveryRecord, DeliveryStatus } from '@daybook/stages-send';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { toDeliveryRecord } from './delivery-columns.ts';
import type { ReportDeliveryTable } from './internal-tables.ts';
import type { ReadTransaction, WriteTransaction } from './transaction.ts';

/** A delivery with the name of what was delivered. */
export interface LoggedDelivery extends DeliveryRecord {
  /** The report's slug; its id, where the report is not on record. */
  readonly report: string;
  /** Whose report it is; `null` where the report is not on record. */
  readonly policyId: PolicyId | null;
  readonly policyName: string | null;
}

/** Which deliveries a list shows. */
export interface DeliveryPage {
  readonly policyId?: PolicyId;
  readonly reportId?: ReportId;
  readonly runId?: RunId;
  readonly status?: DeliveryStatus;
  /** Only deliveries older than this one: the last of the page before. */
  readonly before?: Pick<DeliveryRecord, 'at' | 'deliveryId'>;
  readonly limit: number;
}

/** A person's word about a delivery in doubt. */
export interface DeliveryResolution {
  readonly at: Instant;
  /** The actor, as the audit log names actors. */
  readonly by: string;
}

/** What was delivered, or may have been. */
export interface DeliveryLog {
  /** Newest first. */
  list(page: DeliveryPage): Promise<readonly LoggedDelivery[]>;
  /** The delivery of that id; `undefined` when there is none. */
  find(deliveryId: DeliveryId): Promise<LoggedDelivery | undefined>;
  /**
   * Records how a delivery ended that is in doubt: `unknown`, or still `sending` although its run is over. One that
   * `failed` may be delivered again.
   * @throws {EngineError} `delivery.not-found`; `run.illegal-transition` when it is not in doubt.
   */
  resolve(deliveryId: DeliveryId, outcome: 'sent' | 'failed', resolution: DeliveryResolution): Promise<void>;
}

/** The deliveries in the encrypted database, as lists. */
export function createDeliveryLog(database: Database): DeliveryLog {
  return {
    list: (page) => database.read((transaction) => listDeliveries(transaction, page)),
    async find(deliveryId) {
      const row = await database.read((transaction) =>
        selectDeliveries(transaction).where('delivery.delivery_id', '=', deliveryId).executeTakeFirst(),
      );
      return row && toLogged(row);
    },
    resolve: (deliveryId, outcome, resolution) =>
      database.write((transaction) => resolve(transaction, { deliveryId, outcome }, resolution)),
  };
}

function selectDeliveries({ queries }: ReadTransaction) {
  return queries
    .selectFrom('report_delivery as delivery')
    .leftJoin('reports', 'reports.report_id', 'delivery.report_id')
    .leftJoin('policies', 'policies.policy_id', 'reports.policy_id')
    .selectAll('delivery')
    .select(['reports.report', 'reports.policy_id', 'policies.name']);
}

async function listDeliveries(
  transaction: ReadTransaction,
  { policyId, reportId, runId, status, before, limit }: DeliveryPage,
): Promise<readonly LoggedDelivery[]> {
  let query = selectDeliveries(transaction);
  if (policyId !== undefined) query = query.where('reports.policy_id', '=', policyId);
  if (reportId !== undefined) query = query.where('delivery.report_id', '=', reportId);
  if (runId !== undefined) query = query.where('delivery.run_id', '=', runId);
  if (status !== undefined) query = query.where('delivery.status', '=', status);
  if (before !== undefined) {
    const { at, deliveryId } = before;
    query = query.where(sql<boolean>`(delivery.claimed_at, delivery.delivery_id) < (${at}, ${deliveryId})`);
  }
  const rows = await query
    .orderBy('delivery.claimed_at', 'desc')
    .orderBy('delivery.delivery_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toLogged);
}

async function resolve(
  { queries }: WriteTransaction,
  { deliveryId, outcome }: { readonly deliveryId: DeliveryId; readonly outcome: 'sent' | 'failed' },
  { at, by }: DeliveryResolution,
): Promise<void> {
  const stored = await queries
    .selectFrom('report_delivery')
    .leftJoin('pipeline_runs as run', 'run.run_id', 'report_delivery.run_id')
    .select(['report_delivery.status', 'run.finished_at', 'run.run_id'])
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (stored === undefined) {
    throw new EngineError(
      'delivery.not-found',
      `There is no delivery ${deliveryId}; list the deliveries to see their ids.`,
    );
  }
  const isUnderWay = stored.run_id !== null && stored.finished_at === null;
  if (stored.status !== 'unknown' && (stored.status !== 'sending' || isUnderWay)) {
    throw new EngineError(
      'run.illegal-transition',
      `The delivery ${deliveryId} is ${stored.status} and not in doubt; its outcome was not changed.`,
      { details: { delivery_id: deliveryId, status: stored.status } },
    );
  }
  await queries
    .updateTable('report_delivery')
    .set({ status: outcome, reason: `Said to be ${outcome} by ${by}.`, finished_at: at })
    .where('delivery_id', '=', deliveryId)
    .execute();
}

interface LoggedRow extends ReportDeliveryTable {
  readonly report: string | null;
  readonly policy_id: PolicyId | null;
  readonly name: string | null;
}

function toLogged(row: LoggedRow): LoggedDelivery {
  return {
    ...toDeliveryRecord(row),
    report: row.report ?? row.report_id,
    policyId: row.policy_id,
    policyName: row.name,
  };
}
