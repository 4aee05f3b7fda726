import { type DeliveryId, toDeliveryId, toPolicyId, toRunId } from '@daybook/kernel';
import { createDeliveryLog, createDeliveryStore, type Database } from '@daybook/persistence';
import type { DeliveryStatus } from '@daybook/stages-send';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { claimDelivery, storeReport } from './stored-reports.ts';
import { running, storeRun, success } from './stored-runs.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const resolution = { at: at(50), by: 'person:gui' };

afterAll(() => databases.dispose());

describe('createDeliveryLog', () => {
  it('finds a delivery with the slug of its report', async () => {
    const database = await databases.open();
    const reportId = await storeReport(database, 'brief');
    const intent = await claimDelivery(database, '1', { reportId });
    const log = createDeliveryLog(database);
    const expected = {
      ...intent,
      report: 'brief',
      policyId: 'pol_1',
      policyName: null,
      status: 'sending',
      reason: null,
      finishedAt: null,
    };
    expect(await log.find(intent.deliveryId)).toEqual(expected);
    expect(await log.list({ limit: 10 })).toEqual([expected]);
    expect(await log.find(toDeliveryId('dlv_none'))).toBeUndefined();
  });

  it('gives pages, newest first, without losing deliveries of one instant', async () => {
    const database = await databases.open();
    for (const [name, second] of [
      ['b', 1],
      ['a', 1],
      ['d', 2],
      ['c', 1],
    ] as const) {
      await claimDelivery(database, name, { second });
    }
    const log = createDeliveryLog(database);
    expect((await log.list({ limit: 2 })).map(({ deliveryId }) => deliveryId)).toEqual(['dlv_d', 'dlv_c']);
    const before = { at: at(1), deliveryId: toDeliveryId('dlv_c') };
    const rest = await log.list({ before, limit: 5 });
    expect(rest.map(({ deliveryId }) => deliveryId)).toEqual(['dlv_b', 'dlv_a']);
  });

  it('filters by policy, report, run and status', async () => {
    const database = await databases.open();
    const one = await storeReport(database, 'one', { policyId: toPolicyId('pol_1') });
    const two = await storeReport(database, 'two', { policyId: toPolicyId('pol_2') });
    await claimDelivery(database, '1', { reportId: one, second: 1 });
    await claimDelivery(database, '2', { reportId: two, second: 2, runId: toRunId('run_2') });
    await claimDelivery(database, '3', { reportId: two, second: 3 });
    await settle(database, toDeliveryId('dlv_3'), 'sent');
    const log = createDeliveryLog(database);
    const ids = async (page: Omit<Parameters<typeof log.list>[0], 'limit'>) =>
      (await log.list({ ...page, limit: 10 })).map(({ deliveryId }) => deliveryId);
    expect(await ids({ policyId: toPolicyId('pol_2') })).toEqual(['dlv_3', 'dlv_2']);
    expect(await ids({ reportId: one })).toEqual(['dlv_1']);
    expect(await ids({ runId: toRunId('run_2') })).toEqual(['dlv_2']);
    expect(await ids({ status: 'sent' })).toEqual(['dlv_3']);
    expect(await ids({ reportId: two, status: 'sending' })).toEqual(['dlv_2']);
  });
});

describe('resolving a delivery', () => {
  it('records what a person says of one that is unknown', async () => {
    for (const outcome of ['sent', 'failed'] as const) {
      const { database, deliveryId } = await claimed();
      await settle(database, deliveryId, 'unknown');
      await createDeliveryLog(database).resolve(deliveryId, outcome, resolution);
      expect(await createDeliveryLog(database).find(deliveryId)).toMatchObject({
        status: outcome,
        reason: expect.stringContaining('person:gui'),
        finishedAt: at(50),
      });
    }
  });

  it('lets one that failed after all be delivered again', async () => {
    const database = await databases.open();
    const { deliveryId, deliveryKey } = await claimDelivery(database, '1');
    await settle(database, deliveryId, 'unknown');
    await createDeliveryLog(database).resolve(deliveryId, 'failed', resolution);
    const again = await claimDelivery(database, '2', { deliveryKey });
    expect(await createDeliveryLog(database).find(again.deliveryId)).toMatchObject({ status: 'sending' });
  });

  it('takes one still sending for in doubt once its run is over', async () => {
    const { database, deliveryId } = await claimed();
    await storeRun(database, { runId: 'run_1', state: success });
    await createDeliveryLog(database).resolve(deliveryId, 'sent', resolution);
    expect(await createDeliveryLog(database).find(deliveryId)).toMatchObject({ status: 'sent' });
  });

  it('leaves one alone that is being sent', async () => {
    const { database, deliveryId } = await claimed();
    await storeRun(database, { runId: 'run_1', state: running });
    await expectRefusal(database, deliveryId, 'sending');
  });

  it('changes no outcome', async () => {
    for (const status of ['sent', 'failed'] as const) {
      const { database, deliveryId } = await claimed();
      await settle(database, deliveryId, status);
      await expectRefusal(database, deliveryId, status);
    }
  });

  it('says that there is no such delivery', async () => {
    const log = createDeliveryLog(await databases.open());
    const resolved = log.resolve(toDeliveryId('dlv_none'), 'sent', resolution);
    await expect(resolved).rejects.toMatchObject({ code: 'delivery.not-found' });
  });
});

async function claimed(): Promise<{ readonly database: Database; readonly deliveryId: DeliveryId }> {
  const database = await databases.open();
  const { deliveryId } = await claimDelivery(database, '1');
  return { database, deliveryId };
}

function settle(database: Database, id: DeliveryId, status: 'sent' | 'failed' | 'unknown'): Promise<void> {
  return createDeliveryStore(database).settle(id, { status, reason: null, at: at(40) });
}

async function expectRefusal(database: Database, id: DeliveryId, status: DeliveryStatus): Promise<void> {
  const log = createDeliveryLog(database);
  for (const outcome of ['sent', 'failed'] as const) {
    await expect(log.resolve(id, outcome, resolution)).rejects.toMatchObject({
      code: 'run.illegal-transition',
      message: expect.stringContaining(status),
    });
  }
  expect(await log.find(id)).toMatchObject({ status, reason: null });
}
