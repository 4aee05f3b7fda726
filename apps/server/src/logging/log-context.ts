import { AsyncLocalStorage } from 'node:async_hooks';

/** Where in the engine's work a log line was written; the names are those of the log file. */
export interface LogContext {
  readonly run_id?: string;
  readonly step_id?: string;
  /** The type of the step, such as `fetch`. */
  readonly stage?: string;
  readonly request_id?: string;
}

// What is running is a property of the process: two storages would each know half of it.
const storage = new AsyncLocalStorage<LogContext>();

/**
 * Does some work, all of whose log lines carry these fields, also those of what it awaits or leaves running. Within
 * another context both apply, and the inner one wins.
 */
export function withLogContext<T>(fields: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** The context of the work under way; empty outside of any. */
export function currentLogContext(): LogContext {
  return storage.getStore() ?? {};
}
