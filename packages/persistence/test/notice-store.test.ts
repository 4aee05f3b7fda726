import { toPolicyId, toRunId } from '@daybook/kernel';
import { createNoticeStore, type NewNotice } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('createNoticeStore', () => {
  it('keeps a notice once', async () => {
    const store = createNoticeStore(await databases.open());
    expect(await store.add(notice('1'))).toBe(true);
    expect(await store.add({ ...notice('1'), message: 'another' })).toBe(false);
    expect(await store.list({ limit: 10 })).toEqual([{ ...notice('1'), dismissedAt: null }]);
  });

  it('keeps a notice about a run that never was', async () => {
    const store = createNoticeStore(await databases.open());
    await store.add({ ...notice('1'), kind: 'run_missed', runId: null, mail: 'none' });
    expect(await store.list({ limit: 10 })).toMatchObject([
      { kind: 'run_missed', runId: null, mail: 'none' },
    ]);
  });

  it('hands out what waits for its mail, oldest first', async () => {
    const store = createNoticeStore(await databases.open());
    for (const name of ['2', '1', '3', '4']) await store.add(notice(name));
    await store.add({ ...notice('5'), mail: 'none' });
    await store.markMail('2', 'sent');
    await store.markMail('4', 'failed');
    const pending = await store.pendingMail();
    expect(pending.map(({ noticeId }) => noticeId)).toEqual(['1', '3']);
  });

  it('keeps what became of a mail', async () => {
    const store = createNoticeStore(await databases.open());
    await store.add(notice('1'));
    await store.add({ ...notice('2'), mail: 'none' });
    await store.markMail('1', 'sent');
    await store.markMail('1', 'failed');
    await store.markMail('2', 'sent');
    const mails = (await store.list({ limit: 10 })).map(({ noticeId, mail }) => [noticeId, mail]);
    expect(mails).toEqual([
      ['2', 'none'],
      ['1', 'sent'],
    ]);
  });

  it('lists the newest first, open or dismissed or both', async () => {
    const store = createNoticeStore(await databases.open());
    for (const name of ['2', '1', '3']) await store.add(notice(name));
    await store.dismiss('2', at(60));
    const ids = async (page: { open?: boolean; limit: number }) =>
      (await store.list(page)).map(({ noticeId }) => noticeId);
    expect(await ids({ limit: 2 })).toEqual(['3', '2']);
    expect(await ids({ open: true, limit: 10 })).toEqual(['3', '1']);
    expect(await ids({ open: false, limit: 10 })).toEqual(['2']);
  });

  it('dismisses a notice the first time', async () => {
    const store = createNoticeStore(await databases.open());
    await store.add(notice('1'));
    expect(await store.dismiss('1', at(60))).toBe(true);
    expect(await store.dismiss('1', at(61))).toBe(true);
    expect(await store.dismiss('none', at(61))).toBe(false);
    expect(await store.list({ limit: 10 })).toMatchObject([{ dismissedAt: at(60) }]);
  });

  it('does not reopen a notice that comes again', async () => {
    const store = createNoticeStore(await databases.open());
    await store.add(notice('1'));
    await store.dismiss('1', at(60));
    expect(await store.add(notice('1'))).toBe(false);
    expect(await store.list({ open: true, limit: 10 })).toEqual([]);
  });
});

function notice(noticeId: string): NewNotice {
  return {
    noticeId,
    kind: 'run_failed',
    policyId: toPolicyId('pol_1'),
    policyName: 'Straße 東京',
    runId: toRunId(`run_${noticeId}`),
    message: 'The step "mail" failed.',
    createdAt: at(Number(noticeId)),
    mail: 'pending',
  };
}
