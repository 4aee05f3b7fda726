export type { StepTypeShape } from './step-type-shape.ts';
