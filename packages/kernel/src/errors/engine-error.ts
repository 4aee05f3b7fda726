import type { JsonObject } from '../json.ts';
import type { EngineErrorCode } from './engine-error-code.ts';

/** Whether, and when, trying the same thing again can help. */
export type RetryAdvice =
  | { readonly kind: 'never' }
  | { readonly kind: 'backoff' }
  | { readonly kind: 'after'; readonly ms: number };

export interface EngineErrorOptions {
  /** @default never */
  readonly advice?: RetryAdvice;
  /** Facts for programs; never a secret, never a payload. */
  readonly details?: JsonObject;
  readonly cause?: unknown;
}

const marker = Symbol.for('daybook.engine-error');

/**
 * A failure that the engine understands. Its identity, across processes, HTTP and MCP, is its `code`. The message says
 * what happened, to which thing, and what to do.
 */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  readonly code: EngineErrorCode;
  readonly advice: RetryAdvice;
  readonly details: JsonObject | undefined;
  readonly [marker] = true;

  constructor(code: EngineErrorCode, message: string, options: EngineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = options.advice ?? { kind: 'never' };
    this.details = options.details;
  }

  /** Holds across realms and duplicate installations, where `instanceof` does not. */
  static isInstance(value: unknown): value is EngineError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}

/**
 * The error itself when the engine knows it; anything else becomes `engine.unexpected`, which is never retried, with
 * the original as its cause.
 */
export function toEngineError(value: unknown): EngineError {
  if (EngineError.isInstance(value)) return value;
  // Native addons throw errors that are not `instanceof Error` in every realm.
  const message =
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
      ? value.message
      : String(value);
  return new EngineError(
    'engine.unexpected',
    `Something went wrong that Daybook did not expect: ${message}`,
    {
      cause: value,
    },
  );
}
