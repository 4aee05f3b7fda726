import { type DatasetName, EngineError, nearestName } from '@daybook/kernel';

import { findOffer, findOfferedDataset } from './provider-offers.ts';
import type { DatasetCapabilities, Provider, ProviderDataset } from './provider.ts';

/** What a provider offers, for people and agents. */
export interface ProviderSummary {
  readonly id: string;
  readonly summary: string;
  readonly datasets: readonly DatasetCapabilities[];
}

/** The providers of an application. */
export interface ProviderRegistry {
  find(id: string): Provider | undefined;
  /** In the order in which they were listed; the capabilities are those that the step enforces. */
  readonly list: readonly ProviderSummary[];
  /**
   * One dataset of one provider.
   * @throws {EngineError} `provider.unknown` when there is no such provider; `step.params-invalid` when it does not
   *   offer the dataset; `step.unavailable` when the table of offers has it, and the application has not.
   */
  dataset(providerId: string, dataset: DatasetName): ProviderDataset;
}

/**
 * A registry of exactly the providers listed.
 * @throws {RangeError} when an id, or a dataset within one provider, is listed twice.
 */
export function createProviderRegistry(providers: readonly Provider[]): ProviderRegistry {
  const byId = new Map<string, Provider>();
  for (const provider of providers) {
    if (byId.has(provider.id)) throw new RangeError(`provider "${provider.id}" is listed twice`);
    refuseRepeatedDatasets(provider);
    byId.set(provider.id, provider);
  }
  return Object.freeze({
    find: (id: string) => byId.get(id),
    list: Object.freeze(providers.map(summarise)),
    dataset(providerId: string, name: DatasetName) {
      const provider = byId.get(providerId);
      if (provider === undefined) {
        throw findOffer(providerId) === undefined
          ? unknownProvider(providerId, [...byId.keys()])
          : providerUnavailable(providerId, [...byId.keys()]);
      }
      const dataset = provider.datasets.find((offered) => offered.dataset === name);
      if (dataset === undefined) {
        throw findOfferedDataset(providerId, name) === undefined
          ? datasetNotOffered(provider, name)
          : datasetUnavailable(provider, name);
      }
      return dataset;
    },
  });
}

function refuseRepeatedDatasets({ id, datasets }: Provider): void {
  const seen = new Set<DatasetName>();
  for (const { dataset } of datasets) {
    if (seen.has(dataset)) throw new RangeError(`provider "${id}" lists the dataset "${dataset}" twice`);
    seen.add(dataset);
  }
}

function summarise({ id, summary, datasets }: Provider): ProviderSummary {
  return {
    id,
    summary,
    datasets: datasets.map(({ dataset, criteria, withoutEntities, range }) => ({
      dataset,
      criteria,
      withoutEntities,
      range,
    })),
  };
}

function unknownProvider(id: string, known: readonly string[]): EngineError {
  const meant = nearestName(id, known);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return new EngineError(
    'provider.unknown',
    `There is no provider "${id}".${hint} Known are: ${known.join(', ')}.`,
    { details: { provider: id, known } },
  );
}

function datasetNotOffered({ id, datasets }: Provider, name: DatasetName): EngineError {
  const offered = datasets.map(({ dataset }) => dataset);
  return new EngineError(
    'step.params-invalid',
    `The provider "${id}" does not offer the dataset "${name}"; it offers: ${offered.join(', ')}.`,
    { details: { provider: id, dataset: name, offered } },
  );
}

function providerUnavailable(id: string, working: readonly string[]): EngineError {
  return new EngineError(
    'step.unavailable',
    `The provider "${id}" is not there yet in this release. Working now: ${working.join(', ')}; what you exported yourself can be read by "file".`,
    { details: { provider: id, working } },
  );
}

function datasetUnavailable({ id, datasets }: Provider, name: DatasetName): EngineError {
  const working = datasets.map(({ dataset }) => dataset);
  return new EngineError(
    'step.unavailable',
    `The provider "${id}" does not offer ${name} yet in this release. Working now: ${working.join(', ')}.`,
    { details: { provider: id, dataset: name, working } },
  );
}
