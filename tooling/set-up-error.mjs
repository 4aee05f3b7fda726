/** A reason why a set-up can't go on that the person at the keyboard can act on; printed without a stack. */
export class SetUpError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
