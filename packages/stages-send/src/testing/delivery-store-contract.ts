import {
  type Instant,
  sha256,
  toArtifactId,
  toDeliveryId,
  toInstant,
  toReportId,
  toRunId,
} from '@daybook/kernel';
import type { DeliveryIntent, DeliveryRecord, DeliveryStore } from '../delivery-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every delivery store must do. `create` gives an empty one. */
export function deliveryStoreContract(tools: ContractTools, create: () => Promise<DeliveryStore>): void {
  claimContract(tools, create);
  settleContract(tools, create);
}

function claimContract({ describe, it, expect }: ContractTools, create: () => Promise<DeliveryStore>): void {
  describe('claiming', () => {
    it('records a delivery as sending before it happens', async () => {
      const store = await create();
      expect(await store.claim(intent('1'))).toEqual({ kind: 'claimed' });
      expect(await deliveries(store)).toEqual([
        { ...intent('1'), status: 'sending', reason: null, finishedAt: null },
      ]);
    });

    it('claims nothing that was sent', async () => {
      const store = await create();
      await store.claim(intent('1'));
      await store.settle(id('1'), { status: 'sent', reason: null, at: at(1) });
      expect(await store.claim(intent('2'))).toEqual({ kind: 'already-sent', deliveryId: id('1') });
      expect(await deliveries(store)).toHaveLength(1);
    });

    it('answers unknown while an earlier attempt has not said how it ended', async () => {
      const store = await create();
      await store.claim(intent('1'));
      for (const again of ['2', '3']) {
        expect(await store.claim(intent(again))).toEqual({ kind: 'unknown', deliveryId: id('1') });
      }
      expect(await deliveries(store)).toMatchObject([
        { deliveryId: id('1'), status: 'unknown', reason: expect.any(String), finishedAt: null },
      ]);
    });

    it('claims again, as a new row, what failed', async () => {
      const store = await create();
      await store.claim(intent('1'));
      await store.settle(id('1'), { status: 'failed', reason: 'The folder is full.', at: at(1) });
      expect(await store.claim({ ...intent('2'), at: at(2) })).toEqual({ kind: 'claimed' });
      expect((await deliveries(store)).map(({ deliveryId, status }) => [deliveryId, status])).toEqual([
        [id('1'), 'failed'],
        [id('2'), 'sending'],
      ]);
    });

    it('lets one of two claims through that come side by side', async () => {
      const store = await create();
      const claims = await Promise.all([store.claim(intent('1')), store.claim(intent('2'))]);
      expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(await deliveries(store)).toHaveLength(1);
    });

    it('tells recipients apart', async () => {
      const store = await create();
      await store.claim(intent('1'));
      const other = { ...intent('2'), deliveryKey: sha256('other key'), recipient: 'b/brief.pdf' };
      expect(await store.claim(other)).toEqual({ kind: 'claimed' });
      expect((await deliveries(store)).map(({ recipient }) => recipient)).toEqual([
        'a/brief.pdf',
        'b/brief.pdf',
      ]);
    });
  });
}

function settleContract({ describe, it, expect }: ContractTools, create: () => Promise<DeliveryStore>): void {
  describe('settling', () => {
    it('records how a delivery ended', async () => {
      const store = await create();
      await store.claim(intent('1'));
      await store.settle(id('1'), { status: 'failed', reason: 'Straße 東京 🙂', at: at(3) });
      expect(await deliveries(store)).toEqual([
        { ...intent('1'), status: 'failed', reason: 'Straße 東京 🙂', finishedAt: at(3) },
      ]);
    });

    it('lets unknown become sent or failed', async () => {
      for (const status of ['sent', 'failed'] as const) {
        const store = await create();
        await store.claim(intent('1'));
        await store.settle(id('1'), { status: 'unknown', reason: 'No answer.', at: at(1) });
        await store.settle(id('1'), { status, reason: null, at: at(2) });
        expect(await deliveries(store)).toMatchObject([{ status, finishedAt: at(2) }]);
      }
    });

    it('never changes what was sent', async () => {
      const store = await create();
      await store.claim(intent('1'));
      await store.settle(id('1'), { status: 'sent', reason: null, at: at(1) });
      const failed = store.settle(id('1'), { status: 'failed', reason: 'late', at: at(2) });
      await expect(failed).rejects.toMatchObject({ code: 'store.failed' });
      expect(await deliveries(store)).toMatchObject([{ status: 'sent', reason: null, finishedAt: at(1) }]);
    });

    it('refuses a delivery that nobody claimed', async () => {
      const store = await create();
      const settled = store.settle(id('none'), { status: 'sent', reason: null, at: at(1) });
      await expect(settled).rejects.toMatchObject({ code: 'store.failed' });
    });

    it('lists the deliveries of one version only', async () => {
      const store = await create();
      await store.claim(intent('1'));
      expect(await store.list(reportId, 3)).toEqual([]);
      expect(await store.list(toReportId('rep_2'), 2)).toEqual([]);
    });
  });
}

const reportId = toReportId('rep_1');

function intent(name: string): DeliveryIntent {
  return {
    deliveryId: id(name),
    deliveryKey: sha256('key'),
    reportId,
    version: 2,
    artifactId: toArtifactId('art_1'),
    channel: 'file',
    recipient: 'a/brief.pdf',
    runId: toRunId('run_1'),
    at: at(0),
  };
}

function deliveries(store: DeliveryStore): Promise<readonly DeliveryRecord[]> {
  return store.list(reportId, 2);
}

const id = (name: string) => toDeliveryId(`dlv_${name}`);

function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}
