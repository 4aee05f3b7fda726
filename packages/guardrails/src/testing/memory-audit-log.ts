import { type JsonObject, toJson } from '@daybook/kernel';
import type { AuditEntry, AuditEvent, AuditLog } from '../audit-log.ts';

/** An audit log in memory; other memory stores record their events in it. */
export interface MemoryAuditLog extends AuditLog {
  /** Appends at once, so that a change and its event are one. */
  record(event: AuditEvent): void;
}

/** Keeps audit events in memory, by the rules that every audit log has. */
export function createMemoryAuditLog(): MemoryAuditLog {
  const entries: AuditEntry[] = [];
  const record = (event: AuditEvent): void => {
    const { at, actor, action, subject } = event;
    entries.push({
      at,
      actor,
      action,
      subject,
      details: copied(event.details),
      sequence: entries.length + 1,
    });
  };
  return {
    record,
    append: async (event) => record(event),
    list: async ({ before, limit }) =>
      entries
        .filter(({ sequence }) => before === undefined || sequence < before)
        .toReversed()
        .slice(0, limit),
  };
}

function copied(details: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, toJson(value)]));
}
