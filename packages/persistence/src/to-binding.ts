import { EngineError } from '@daybook/kernel';

/** What the native driver stores without changing it. */
export type Binding = null | string | number | Buffer;

/**
 * The value as the driver takes it; a boolean becomes 0 or 1.
 * @throws {EngineError} `store.failed` for what the driver would change in silence: NaN, infinity, integers beyond 2^53,
 *   `undefined`, bigint, dates and other objects.
 */
export function toBinding(value: unknown): Binding {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') {
    if (isExactNumber(value)) return value;
    throw refused(`the number ${value}`);
  }
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw refused(`a value of type ${typeof value}`);
}

/** Whether a number is finite and, when whole, within the range in which every integer has its own float. */
export function isExactNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function refused(what: string): EngineError {
  return new EngineError('store.failed', `The database can't keep ${what} exactly; pass it as text.`);
}
