import { ApiError, type Problem } from '@daybook/api-contract';

/** The problem document behind an error; one of this page's own for anything that the server did not say. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return {
    type: 'about:blank',
    title: 'Unreadable answer',
    status: 0,
    detail:
      'The server answered in a way that this page does not understand. Reload the page; if it stays, the server is of another release.',
    code: 'engine.unexpected',
    advice: 'never',
    issues: [],
  };
}

/** Whether the session has ended, or never began. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}

/** Whether waiting and asking again can help. */
export function isWorthRepeating(error: unknown): boolean {
  return error instanceof ApiError && error.problem.advice === 'backoff';
}
