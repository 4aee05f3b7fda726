import { EngineError, type EngineErrorCode, type JsonObject } from '@daybook/kernel';
import type { DeliveryOutcome } from './delivery.ts';

/** When deliveries fail for several reasons, the first of these says whether trying again can help. */
const gravest: readonly EngineErrorCode[] = [
  'delivery.rejected',
  'delivery.unconfigured',
  'quota.exceeded',
  'delivery.unreachable',
  'delivery.unknown',
];

/**
 * The failure of a send step some of whose deliveries failed or are unknown; `undefined` when all arrived.
 * @param details The outcome of every delivery.
 */
export function findFailure(
  outcomes: readonly DeliveryOutcome[],
  details: JsonObject,
): EngineError | undefined {
  const failures = outcomes.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const known = gravest.flatMap((code) => failures.filter((failure) => failure.code === code));
  const [worst] = [...failures.filter(({ code }) => !gravest.includes(code)), ...known];
  if (worst === undefined) return undefined;
  const lines = outcomes.flatMap(({ recipient, status, failure }) =>
    failure === null ? [] : [`"${recipient}" ${status}: ${failure.message}`],
  );
  return new EngineError(
    worst.code,
    `${failures.length} of ${outcomes.length} deliveries did not end well. ${lines.join(' · ')}`,
    { advice: worst.advice, details },
  );
}
