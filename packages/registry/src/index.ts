export { defineStep, type Step, type StepCall, type StepDefinition, type StepEffect } from './step.ts';
export { createStepManifest, type StepManifestEntry } from './step-manifest.ts';
export {
  createStepRegistry,
  type StepAliases,
  type StepRegistry,
  type UniqueTypes,
} from './step-registry.ts';
