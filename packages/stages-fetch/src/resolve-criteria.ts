import { EngineError, type Instant } from '@daybook/kernel';
import type { DateRange, ListedCriteria } from './criteria.ts';
import type { DatasetCapabilities, LoadRequest } from './provider.ts';
import { dayBefore, dayOf } from './relative-date.ts';

/** Criteria in which nothing is relative any more. */
export type ResolvedCriteria = Pick<LoadRequest, 'entities' | 'from' | 'until'>;

/** The dataset that criteria are meant for. */
export interface CriteriaTarget {
  readonly provider: string;
  readonly capabilities: DatasetCapabilities;
}

/**
 * Resolves criteria against the instant that the run is for, and refuses what the dataset cannot honour: a parameter
 * that was silently ignored would load other rows than its author meant.
 * @throws {EngineError} `step.params-invalid`; `step.unavailable` for incremental ranges.
 */
export function resolveCriteria(
  given: ListedCriteria,
  target: CriteriaTarget,
  asOf: Instant,
): ResolvedCriteria {
  const entities = resolveEntities(given, target);
  if (given.range === undefined) return { entities };
  if (target.capabilities.range === 'none') {
    throw refused(
      target,
      'does not take criteria.range: it cannot tell days apart; select them in the report',
    );
  }
  return { entities, ...resolveRange(given.range, asOf) };
}

function resolveEntities(given: ListedCriteria, target: CriteriaTarget): readonly string[] {
  const { criteria, withoutEntities } = target.capabilities;
  for (const member of ['symbols', 'files'] as const) {
    if (given[member] !== undefined && criteria !== member) {
      const instead =
        criteria === 'none' ? 'it is only to be had as a whole' : `name criteria.${criteria} instead`;
      throw refused(target, `does not take criteria.${member}: ${instead}`);
    }
  }
  const entities = criteria === 'none' ? undefined : given[criteria];
  if (entities === undefined && withoutEntities === 'refused') {
    throw refused(target, `needs criteria.${criteria}: it does not say what to fetch`);
  }
  return entities ?? [];
}

function resolveRange(range: DateRange, asOf: Instant): { readonly from: string; readonly until: string } {
  if (range.type === 'incremental') throw incrementalUnavailable(range.initial);
  const until = range.until ?? dayOf(asOf);
  const from = range.type === 'between' ? range.from : dayBefore(until, range.last);
  if (from > until) {
    throw new EngineError(
      'step.params-invalid',
      `criteria.range starts on ${from}, after its end on ${until}: no day lies between.`,
    );
  }
  return { from, until };
}

function refused({ provider, capabilities }: CriteriaTarget, reason: string): EngineError {
  return new EngineError(
    'step.params-invalid',
    `The dataset "${capabilities.dataset}" of the provider "${provider}" ${reason}.`,
  );
}

function incrementalUnavailable(initial: string): EngineError {
  return new EngineError(
    'step.unavailable',
    `criteria.range of the type "incremental" is not there yet in this release. Fetch the whole span each time: {"type": "relative", "last": "${initial}"}; rows that are stored already count as unchanged.`,
  );
}
