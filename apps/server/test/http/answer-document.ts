/**
 * The members of all documents of the API together, so that tests can walk through an answer; what a document really
 * holds is what they assert.
 */
export interface AnswerDocument {
  readonly action: string;
  readonly actor: string;
  readonly advice: string;
  readonly allowed_at: string;
  readonly approve_url: string;
  readonly approved_version: number | null;
  readonly artifacts: readonly AnswerDocument[];
  readonly at: string;
  readonly attempts: number;
  readonly bytes: number;
  readonly cause: string;
  readonly code: string;
  readonly columns: readonly AnswerDocument[];
  readonly coming: readonly AnswerDocument[];
  readonly created_by: string;
  readonly decided_at: string | null;
  readonly description: string | null;
  readonly detail: string;
  readonly details: AnswerDocument;
  readonly document: AnswerDocument;
  readonly enabled: boolean;
  readonly error: AnswerDocument | undefined;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly fires: readonly AnswerDocument[];
  readonly format: string;
  readonly functions: readonly AnswerDocument[];
  readonly hash: string;
  readonly id: string;
  readonly issues: readonly AnswerDocument[];
  readonly items: readonly AnswerDocument[];
  readonly kind: string;
  readonly last_tick: string | null;
  readonly link: string;
  readonly mail: string;
  readonly message: string;
  readonly name: string;
  readonly newest_version: number;
  readonly next_cursor: string | null;
  readonly next_fire: AnswerDocument | null;
  readonly next_fires: readonly AnswerDocument[];
  readonly output: AnswerDocument;
  readonly password_set: boolean;
  readonly past: readonly AnswerDocument[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-scope': string | null }>>>>;
  readonly pointer: string;
  readonly policy_id: string;
  readonly policy_name: string;
  readonly policy_version: number;
  readonly report_id: string;
  readonly retry_after: number;
  readonly run: AnswerDocument;
  readonly run_id: string | null;
  readonly sample: readonly AnswerDocument[] | undefined;
  readonly scheduled_for: string;
  readonly scopes: readonly string[];
  readonly severity: string;
  readonly sha256: string;
  readonly standing: string;
  readonly state: string;
  readonly reason: string | null;
  readonly status: number | string;
  readonly step: AnswerDocument;
  readonly stored: boolean;
  readonly steps: readonly AnswerDocument[];
  readonly subject: string;
  readonly suggestion: string | undefined;
  readonly token: string;
  readonly trigger: AnswerDocument;
  readonly type: string;
  readonly verdict: string;
  readonly version: AnswerDocument;
  readonly words: string;
}

/** Reads the text of an answer, which may be no JSON: then everything that is read of it is missing. */
export function readDocument(text: string): AnswerDocument {
  return JSON.parse(text) as AnswerDocument;
}
