import type { JsonSchema } from '@daybook/policy';
import type { StepEffect } from './step.ts';
import type { StepRegistry } from './step-registry.ts';

/** One step type, described for agents and editors. */
export interface StepManifestEntry {
  readonly type: string;
  /** Former names that documents may still use. */
  readonly aliases: readonly string[];
  readonly version: number;
  readonly effect: StepEffect;
  readonly summary: string;
  /** JSON Schema (draft 2020-12) of the parameters, before references are resolved. */
  readonly params: JsonSchema;
  /** JSON Schema of the output: what references can lead to. */
  readonly output: JsonSchema;
}

/** What the step types of a registry are, take and give, generated from their schemas, in the order of the list. */
export function createStepManifest(registry: StepRegistry): readonly StepManifestEntry[] {
  return registry.types.flatMap((type): readonly StepManifestEntry[] => {
    const step = registry.find(type);
    const shape = registry.shapes.get(type);
    if (step === undefined || shape === undefined) return [];
    return [
      {
        type,
        aliases: [...registry.aliases].filter(([, current]) => current === type).map(([former]) => former),
        version: step.version,
        effect: step.effect,
        summary: step.summary,
        params: shape.paramsSchema,
        output: shape.outputSchema,
      },
    ];
  });
}
