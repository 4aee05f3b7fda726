export { defineStep, type Step, type StepCall, type StepDefinition, type StepEffect } from './step.ts';
export { createStepRegistry, type StepRegistry, type UniqueTypes } from './step-registry.ts';
