import { type DeliveryId, EngineError } from '@daybook/kernel';
import type { Claim, DeliveryIntent, DeliveryStatus, DeliveryStore } from '@daybook/stages-send';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { toDeliveryRecord } from './delivery-columns.ts';
import type { WriteTransaction } from './transaction.ts';

const interrupted = 'An earlier attempt ended without saying how.';

/** Deliveries; a row is never removed, and one that was sent never changes. */
export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    claim: (intent) => database.write((transaction) => claim(transaction, intent)),
    settle: (deliveryId, outcome) =>
      database.write((transaction) => settle(transaction, deliveryId, outcome)),
    async list(reportId, version) {
      const rows = await database.read(({ queries }) =>
        queries
          .selectFrom('report_delivery')
          .selectAll()
          .where('report_id', '=', reportId)
          .where('version', '=', version)
          .orderBy(sql`rowid`)
          .execute(),
      );
      return rows.map(toDeliveryRecord);
    },
  };
}

async function claim({ queries }: WriteTransaction, intent: DeliveryIntent): Promise<Claim> {
  const earlier = await queries
    .selectFrom('report_delivery')
    .select(['delivery_id', 'status'])
    .where('delivery_key', '=', intent.deliveryKey)
    .where('status', '<>', 'failed')
    .executeTakeFirst();
  if (earlier?.status === 'sent') return { kind: 'already-sent', deliveryId: earlier.delivery_id };
  if (earlier?.status === 'sending') {
    await queries
      .updateTable('report_delivery')
      .set({ status: 'unknown', reason: interrupted })
      .where('delivery_id', '=', earlier.delivery_id)
      .execute();
  }
  if (earlier) return { kind: 'unknown', deliveryId: earlier.delivery_id };

  await queries
    .insertInto('report_delivery')
    .values({
      delivery_id: intent.deliveryId,
      delivery_key: intent.deliveryKey,
      report_id: intent.reportId,
      version: intent.version,
      artifact_id: intent.artifactId,
      channel: intent.channel,
      recipient: intent.recipient,
      run_id: intent.runId,
      status: 'sending',
      reason: null,
      claimed_at: intent.at,
      finished_at: null,
    })
    .execute();
  return { kind: 'claimed' };
}

async function settle(
  { queries }: WriteTransaction,
  deliveryId: DeliveryId,
  outcome: Parameters<DeliveryStore['settle']>[1],
): Promise<void> {
  const stored = await queries
    .selectFrom('report_delivery')
    .select('status')
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (stored === undefined) throw refused(`There is no delivery ${deliveryId}`);
  if (!isOpen(stored.status)) throw refused(`The delivery ${deliveryId} is ${stored.status}`);
  await queries
    .updateTable('report_delivery')
    .set({ status: outcome.status, reason: outcome.reason, finished_at: outcome.at })
    .where('delivery_id', '=', deliveryId)
    .execute();
}

function isOpen(status: DeliveryStatus): boolean {
  return status === 'sending' || status === 'unknown';
}

function refused(message: string): EngineError {
  return new EngineError('store.failed', `${message}; its outcome was not changed.`);
}
