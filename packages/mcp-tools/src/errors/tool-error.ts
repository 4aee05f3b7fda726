/** A call of a tool that cannot be carried out, found before or beside the server's own answer. */
export class ToolError extends Error {
  override readonly name: string = 'ToolError';
  /** One of the engine's codes. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
