import type { IssueDocument, Problem } from '@daybook/api-contract';
import { type EngineError, type EngineErrorCode, type Logger, toEngineError } from '@daybook/kernel';
import { guiHeaders } from './security-headers.ts';

/** A request that is refused before the engine is asked. */
export class RequestRefusal extends Error {
  override readonly name: string = 'RequestRefusal';
  readonly status: number;
  readonly code: string;
  readonly issues: readonly IssueDocument[];

  constructor(status: number, code: string, message: string, issues: readonly IssueDocument[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.issues = issues;
  }
}

const statusOfCode = {
  'policy.invalid': 422,
  'policy.unreadable': 400,
  'policy.not-found': 404,
  'policy.conflict': 409,
  'policy.paused': 409,
  'step.params-invalid': 422,
  'step.type-unknown': 422,
  'step.reference-unresolved': 422,
  'step.output-invalid': 500,
  'step.condition-failed': 422,
  'step.unavailable': 422,
  'step.timeout': 504,
  'run.illegal-transition': 409,
  'run.cancelled': 409,
  'run.not-found': 404,
  'run.overlap': 409,
  'run.interrupted': 409,
  'run.fenced': 503,
  'provider.unknown': 404,
  'provider.unconfigured': 409,
  'provider.refused': 502,
  'provider.not-found': 404,
  'provider.response-invalid': 502,
  'transform.mapping-invalid': 422,
  'transform.payload-invalid': 422,
  'transform.quality-below-threshold': 422,
  'transform.rows-rejected': 422,
  'assert.failed': 422,
  'report.query-rejected': 422,
  'report.query-failed': 422,
  'report.section-failed': 422,
  'report.not-found': 404,
  'render.failed': 500,
  'artifact.not-found': 404,
  'delivery.rejected': 409,
  'delivery.unknown': 409,
  'delivery.unreachable': 502,
  'delivery.unconfigured': 409,
  'delivery.not-found': 404,
  'approval.required': 409,
  'approval.mismatch': 409,
  'quota.exceeded': 429,
  'server.unreachable': 503,
  'server.refused': 502,
  'store.busy': 503,
  'store.key-rejected': 500,
  'store.extension-missing': 500,
  'store.migration-failed': 500,
  'store.damaged': 500,
  'store.failed': 500,
  'usage.invalid': 422,
  'engine.unexpected': 500,
} as const satisfies Record<EngineErrorCode, number>;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Changed in the meantime',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  429: 'Too many',
  500: 'Internal error',
  502: 'Outside failure',
  503: 'Busy',
  504: 'Too slow',
};

/** What went wrong as an RFC 9457 document; a fault that nobody foresaw is logged, and its text stays inside. */
export function toProblem(
  thrown: unknown,
  log: Logger,
  linkOf: (error: EngineError) => string | undefined,
): Problem {
  if (thrown instanceof RequestRefusal) {
    const { status, code, message, issues } = thrown;
    return { ...blank(status), detail: message, code, advice: 'never', issues: [...issues] };
  }
  const error = toEngineError(thrown);
  const { code, advice, details } = error;
  const status = statusOfCode[code];
  if (code === 'engine.unexpected') log.error(error.message, { stack: stackOf(error) });
  const link = linkOf(error);
  const { issues, ...others } = details ?? {};
  return {
    ...blank(status),
    detail:
      code === 'engine.unexpected'
        ? 'Something went wrong that Daybook did not expect; its log has the details.'
        : error.message,
    code,
    advice: advice.kind,
    issues: toIssues(issues),
    ...(advice.kind === 'after' ? { retry_after: Math.ceil(advice.ms / 1000) } : {}),
    ...(link === undefined ? {} : { link }),
    ...(Object.keys(others).length === 0 ? {} : { details: others }),
  };
}

/** A problem document as it goes out. */
export function problemResponse(answer: Problem, redactor?: ProblemRedactor): Response {
  return respond(redactor === undefined ? answer : redacted(answer, redactor));
}

/** What takes secrets out of text. */
export interface ProblemRedactor {
  text(text: string): string;
}

function redacted(answer: Problem, redactor: ProblemRedactor): Problem {
  const { details, ...others } = answer;
  return {
    ...others,
    detail: redactor.text(answer.detail),
    ...(details === undefined
      ? {}
      : { details: JSON.parse(redactor.text(JSON.stringify(details))) as typeof details }),
  };
}

function respond(answer: Problem): Response {
  const headers: Record<string, string> = { ...guiHeaders, 'content-type': 'application/problem+json' };
  if (answer.retry_after !== undefined) headers['retry-after'] = String(answer.retry_after);
  if (answer.status === 401) headers['www-authenticate'] = 'Bearer';
  return new Response(JSON.stringify(answer), { status: answer.status, headers });
}

function blank(status: number): Pick<Problem, 'type' | 'title' | 'status'> {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status };
}

function stackOf({ cause }: EngineError): string {
  return cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause);
}

/** Issues travel in an error's details; they were made by the policy parser. */
function toIssues(value: unknown): IssueDocument[] {
  return Array.isArray(value) ? (value as IssueDocument[]) : [];
}

/** The refusal of a policy document, with every issue. */
export function policyInvalid(issues: readonly IssueDocument[]): RequestRefusal {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const what = errors === 1 ? 'one thing is' : `${errors} things are`;
  return new RequestRefusal(
    422,
    'policy.invalid',
    `The policy was not saved: ${what} wrong with it. Each issue says where and what to write.`,
    issues,
  );
}
