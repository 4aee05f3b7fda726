import type { Sha256 } from '@daybook/kernel';
import { approvalHash, type Policy } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import { z } from 'zod';

const rendering = z.object({ formats: z.array(z.string()) });

/**
 * What a person approves of a policy: its document, bound to the versions of the step types and report templates that
 * it uses in this release.
 */
export function createApprovalHasher(
  steps: StepRegistry,
  templateVersions: Readonly<Record<string, number>>,
): (policy: Policy) => Sha256 {
  return (policy) => {
    const types = new Set(policy.steps.map(({ type }) => type));
    const stepTypes = [...types].map((type) => [type, steps.find(type)?.version ?? 0] as const);
    const formats = new Set(policy.steps.flatMap(renderedFormats));
    const templates = [...formats].map((format) => [format, templateVersions[format] ?? 0] as const);
    return approvalHash(policy.document, {
      stepTypes: Object.fromEntries(stepTypes),
      templates: Object.fromEntries(templates),
    });
  };
}

function renderedFormats({ type, params }: Policy['steps'][number]): readonly string[] {
  if (type !== 'render') return [];
  const parsed = rendering.safeParse(params);
  return parsed.success ? parsed.data.formats : [];
}
