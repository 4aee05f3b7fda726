/** Another step that must have ended first. */
export interface Dependency {
  readonly stepId: string;
  /** Whether this step also runs when that one failed under `log_and_continue`, or was skipped for that. */
  readonly allowFailed: boolean;
}
