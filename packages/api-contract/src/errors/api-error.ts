import type { Problem } from '../problem.ts';

/** A request that the server refused, with the server's own words; or that got no answer to make sense of. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly problem: Problem;

  constructor(answer: Problem, options?: ErrorOptions) {
    super(answer.detail, options);
    this.problem = answer;
  }
}
