import { runStates, type RunStateName } from '@daybook/api-contract';

/** What a list of runs is narrowed to. */
export interface RunFilter {
  readonly state?: RunStateName;
  readonly policy_id?: string;
}

/** Reads the filter that an address holds; what is no state or no id is left out. */
export function readRunFilter(search: URLSearchParams): RunFilter {
  const state = runStates.find((name) => name === search.get('state'));
  const policy = search.get('policy');
  return {
    ...(state === undefined ? {} : { state }),
    ...(policy !== null && /^pol_[0-9a-z]{1,64}$/.test(policy) ? { policy_id: policy } : {}),
  };
}
