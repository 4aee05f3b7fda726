import type { AuditLog } from '@daybook/guardrails';
import type { Clock } from '@daybook/kernel';
import type { NoticeStore } from '@daybook/persistence';
import type { Handlers } from '../handler.ts';
import { fromCursor, toPage } from '../page-cursor.ts';
import { RequestRefusal } from '../problem.ts';

export interface RecordHandlerPorts {
  readonly notices: NoticeStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

type RecordHandlers = Pick<Handlers, 'listNotices' | 'dismissNotice' | 'listAudit'>;

/** What the owner should know, and who did what. */
export function createRecordHandlers({ notices, audit, clock }: RecordHandlerPorts): RecordHandlers {
  return {
    async listNotices() {
      const open = await notices.list({ open: true, limit: 200 });
      return {
        items: open.map((notice) => ({
          id: notice.noticeId,
          kind: notice.kind,
          policy_id: notice.policyId,
          policy_name: notice.policyName,
          run_id: notice.runId,
          message: notice.message,
          created_at: notice.createdAt,
          mail: notice.mail,
          dismissed_at: notice.dismissedAt,
        })),
      };
    },

    async dismissNotice({ params }) {
      if (!(await notices.dismiss(params.id, clock.now()))) {
        throw new RequestRefusal(404, 'notice.not-found', `There is no notice ${params.id}.`);
      }
      return undefined;
    },

    async listAudit({ query: { limit, cursor } = { limit: 50 } }) {
      const [before] = cursor === undefined ? [] : fromCursor(cursor, ['number']);
      const rows = await audit.list({
        limit: limit + 1,
        ...(before === undefined ? {} : { before: Number(before) }),
      });
      return toPage(rows, limit, {
        item: (entry) => ({ ...entry, details: { ...entry.details } }),
        cursor: ({ sequence }) => [sequence],
      });
    },
  };
}
