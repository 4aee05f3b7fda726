import type { z } from 'zod';

/** What the parser must know of a step type; the application's registry supplies it. */
export interface StepTypeShape {
  readonly params: z.ZodType;
  /** References to a step of this type are checked against it. */
  readonly output: z.ZodType;
}
