import { type ProviderRegistry, providerOffers } from '@daybook/stages-fetch';

/** A provider as people and agents see it. */
export interface ProviderStatus {
  readonly id: string;
  readonly datasets: readonly string[];
  /** Whether this release can fetch from it, as it is set up. */
  readonly available: boolean;
  readonly remark: string | null;
}

/** Every provider that a policy may name, and whether it can be used at present. */
export function listProviders(
  registry: ProviderRegistry,
  fileFolder: string | undefined,
): readonly ProviderStatus[] {
  return providerOffers.map(({ id, datasets }) => ({
    id,
    datasets: datasets.map(({ dataset }) => dataset),
    ...availability(registry, id, fileFolder),
  }));
}

function availability(
  registry: ProviderRegistry,
  id: string,
  fileFolder: string | undefined,
): Pick<ProviderStatus, 'available' | 'remark'> {
  if (registry.find(id) === undefined) return { available: false, remark: 'Not in this release yet.' };
  if (id === 'file' && fileFolder === undefined) {
    return { available: false, remark: 'Set DAYBOOK_FILE_FOLDER to the folder that it may read from.' };
  }
  return { available: true, remark: id === 'sample' ? 'Invented data, for trying things out.' : null };
}
