import { z } from 'zod';
import { datasetNames } from './dataset-name.ts';

/** Something worth telling that did not stop the step. */
export const warning = z
  .strictObject({ code: z.string(), message: z.string() })
  .describe('Something worth knowing that did not stop the step.');

/** Names the bytes that fetch kept, and says where they came from. */
export const payloadReference = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  entity_key: z.string().describe('What was asked for: a symbol, or a file name.'),
  content_type: z.string(),
  bytes: z.int().nonnegative(),
  fetched_at: z.iso.datetime(),
  cache_status: z.enum(['miss', 'hit', 'revalidated']),
});

/** What `fetch` hands on: references to payloads with their provenance, never the bytes. */
export const fetchEnvelope = z.strictObject({
  outcome: z.enum(['loaded', 'unchanged', 'empty']),
  provider: z.string(),
  dataset: z.enum(datasetNames),
  payloads: z.array(payloadReference),
  failed_entities: z.array(z.strictObject({ entity_key: z.string(), code: z.string(), message: z.string() })),
  warnings: z.array(warning),
});

export type PayloadReference = z.output<typeof payloadReference>;
export type FetchEnvelope = z.output<typeof fetchEnvelope>;
