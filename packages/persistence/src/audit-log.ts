import type { AuditEntry, AuditEvent, AuditLog } from '@daybook/guardrails';
import type { Database } from './database.ts';
import type { AuditLogTable } from './internal-tables.ts';
import { fromStoredObject, toStoredJson } from './stored-json.ts';
import type { WriteTransaction } from './transaction.ts';

/** The audit log in the encrypted database; triggers refuse to change or remove an entry. */
export function createAuditLog(database: Database): AuditLog {
  return {
    append: (event) => database.write((transaction) => appendEvent(transaction, event)),
    async list({ before, limit }) {
      const rows = await database.read(({ queries }) => {
        const newest = queries.selectFrom('audit_log').selectAll().orderBy('sequence', 'desc').limit(limit);
        return (before === undefined ? newest : newest.where('sequence', '<', before)).execute();
      });
      return rows.map(toEntry);
    },
  };
}

/** Records the event as part of the change that it tells of. */
export async function appendEvent({ run }: WriteTransaction, event: AuditEvent): Promise<void> {
  await run(
    `INSERT INTO audit_log (sequence, at, actor, action, subject, details)
SELECT coalesce(max(sequence), 0) + 1, ?1, ?2, ?3, ?4, ?5 FROM audit_log`,
    [event.at, event.actor, event.action, event.subject, toStoredJson(event.details)],
  );
}

function toEntry({ sequence, at, actor, action, subject, details }: AuditLogTable): AuditEntry {
  return {
    sequence,
    at,
    actor,
    action,
    subject,
    details: fromStoredObject(details, `The audit entry ${sequence}`),
  };
}
