import type { Instant, PolicyId, RunId } from '@daybook/kernel';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { NoticesTable } from './internal-tables.ts';

/** Something that the owner should know. */
export interface Notice {
  /** Names what it is about, so that it is told once. */
  readonly noticeId: string;
  readonly kind: 'run_failed' | 'run_needs_attention' | 'run_missed' | 'scheduler_stalled';
  /** `null` when it concerns no policy. */
  readonly policyId: PolicyId | null;
  /** `null` with the policy. */
  readonly policyName: string | null;
  /** `null` for a run that never was. */
  readonly runId: RunId | null;
  readonly message: string;
  readonly createdAt: Instant;
  /** Whether it went out by mail; `none` when it need not. */
  readonly mail: 'pending' | 'sent' | 'failed' | 'none';
  /** `null` while it is open. */
  readonly dismissedAt: Instant | null;
}

/** A notice that is about to be kept; it is open. */
export interface NewNotice extends Omit<Notice, 'mail' | 'dismissedAt'> {
  readonly mail: 'pending' | 'none';
}

/** Where notices to the owner are kept. */
export interface NoticeStore {
  /** Keeps the notice, unless one of that id is kept already. @returns whether it was new. */
  add(notice: NewNotice): Promise<boolean>;
  /** Records what became of the mail; without effect when none is pending. */
  markMail(noticeId: string, mail: 'sent' | 'failed'): Promise<void>;
  /** Notices that wait for their mail, oldest first. */
  pendingMail(): Promise<readonly Notice[]>;
  /** Newest first; only open or only dismissed ones when `open` is given. */
  list(page: { readonly open?: boolean; readonly limit: number }): Promise<readonly Notice[]>;
  /** Closes a notice; the first time counts. @returns whether there is such a notice. */
  dismiss(noticeId: string, at: Instant): Promise<boolean>;
}

/** The notices in the encrypted database. */
export function createNoticeStore(database: Database): NoticeStore {
  return {
    async add(notice) {
      const { numInsertedOrUpdatedRows } = await database.write(({ queries }) =>
        queries
          .insertInto('notices')
          .values(toRow(notice))
          .onConflict((conflict) => conflict.column('notice_id').doNothing())
          .executeTakeFirstOrThrow(),
      );
      return numInsertedOrUpdatedRows === 1n;
    },
    async markMail(noticeId, mail) {
      await database.write(({ queries }) =>
        queries
          .updateTable('notices')
          .set({ mail })
          .where('notice_id', '=', noticeId)
          .where('mail', '=', 'pending')
          .execute(),
      );
    },
    async pendingMail() {
      const rows = await database.read(({ queries }) =>
        queries
          .selectFrom('notices')
          .selectAll()
          // Spelled out, so that SQLite sees that the partial index answers it.
          .where(sql<boolean>`mail = 'pending'`)
          .orderBy('created_at')
          .orderBy('notice_id')
          .execute(),
      );
      return rows.map(toNotice);
    },
    list: (page) => listNotices(database, page),
    dismiss: (noticeId, at) => dismiss(database, noticeId, at),
  };
}

async function listNotices(
  database: Database,
  { open, limit }: Parameters<NoticeStore['list']>[0],
): Promise<readonly Notice[]> {
  const rows = await database.read(({ queries }) => {
    const query = queries
      .selectFrom('notices')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('notice_id', 'desc')
      .limit(limit);
    if (open === undefined) return query.execute();
    return query.where('dismissed_at', open ? 'is' : 'is not', null).execute();
  });
  return rows.map(toNotice);
}

async function dismiss(database: Database, noticeId: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await database.write(({ queries }) =>
    queries
      .updateTable('notices')
      .set(({ fn, val }) => ({ dismissed_at: fn.coalesce('dismissed_at', val(at)) }))
      .where('notice_id', '=', noticeId)
      .executeTakeFirstOrThrow(),
  );
  return numUpdatedRows > 0n;
}

function toRow(notice: NewNotice): NoticesTable {
  return {
    notice_id: notice.noticeId,
    kind: notice.kind,
    policy_id: notice.policyId,
    policy_name: notice.policyName,
    run_id: notice.runId,
    message: notice.message,
    created_at: notice.createdAt,
    mail: notice.mail,
    dismissed_at: null,
  };
}

function toNotice(row: NoticesTable): Notice {
  return {
    noticeId: row.notice_id,
    kind: row.kind,
    policyId: row.policy_id,
    policyName: row.policy_name,
    runId: row.run_id,
    message: row.message,
    createdAt: row.created_at,
    mail: row.mail,
    dismissedAt: row.dismissed_at,
  };
}
