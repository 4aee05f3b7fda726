/** One finding about a document, at one place, with the way to mend it. */
export interface Issue {
  /** JSON pointer (RFC 6901) into the document; `""` is the document itself. */
  readonly pointer: string;
  /** Stable, such as `step.type-unknown`. */
  readonly code: string;
  /** What is wrong, in words. */
  readonly message: string;
  /** Only errors keep a policy from being saved. */
  readonly severity: 'error' | 'warning';
  /** What to write instead. */
  readonly suggestion?: string;
}

/** An issue of severity `error`. */
export function errorAt(pointer: string, code: string, message: string, suggestion?: string): Issue {
  return { pointer, code, message, severity: 'error', ...(suggestion === undefined ? {} : { suggestion }) };
}

/** An issue of severity `warning`. */
export function warningAt(pointer: string, code: string, message: string, suggestion?: string): Issue {
  return { ...errorAt(pointer, code, message, suggestion), severity: 'warning' };
}
