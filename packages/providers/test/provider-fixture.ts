import { type DatasetName, type Instant, parseInstant, type RawRow } from '@daybook/kernel';
import type { LoadedEntity, LoadRequest, Provider, ProviderDataset } from '@daybook/stages-fetch';

/** The instant that an ISO text names. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`the test spells an instant wrong: ${text}`);
  return instant;
}

/** One dataset of a provider that surely offers it. */
export function datasetOf(provider: Provider, name: DatasetName): ProviderDataset {
  const found = provider.datasets.find(({ dataset }) => dataset === name);
  if (found === undefined) throw new Error(`the provider does not offer ${name}`);
  return found;
}

/** What a step would ask for. */
export function requestOf(parts: Partial<LoadRequest> = {}): LoadRequest {
  return {
    entities: [],
    asOf: at('2024-06-28T21:00:00Z'),
    signal: new AbortController().signal,
    ...parts,
  };
}

/** The records of the payloads among the answers, in order. */
export function rowsIn(dataset: ProviderDataset, answers: readonly LoadedEntity[]): readonly RawRow[] {
  return answers.flatMap((answer) =>
    answer.kind === 'payload' ? dataset.parse({ ...answer.payload, entityKey: answer.entityKey }) : [],
  );
}

/** The error of the first answer, which must have failed. */
export function errorIn(answers: readonly LoadedEntity[]) {
  const [first] = answers;
  if (first?.kind !== 'failed') throw new Error(`the first answer is ${first?.kind ?? 'missing'}`);
  return first.error;
}
