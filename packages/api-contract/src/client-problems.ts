import type { Problem } from './problem.ts';

/** Nothing answers, or what answers sends elsewhere. */
export function unreachable(baseUrl: string): Problem {
  return {
    type: 'about:blank',
    title: 'Server unreachable',
    status: 503,
    detail: `No Daybook server answers${at(baseUrl)}; start one with "daybook serve".`,
    code: 'server.unreachable',
    advice: 'backoff',
    issues: [],
  };
}

/** The connection broke when the answer had begun. */
export function interrupted(baseUrl: string): Problem {
  return {
    ...unreachable(baseUrl),
    title: 'Answer interrupted',
    detail: `The connection to the Daybook server${at(baseUrl)} broke in the middle of an answer; what was asked for may have been done.`,
  };
}

/** Not even the outer form is one of ours. */
export function brokenAnswer(status: number): Problem {
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `The server answered with status ${status} and not as Daybook does; is another program on that port?`,
    code: 'server.refused',
    advice: 'never',
    issues: [],
  };
}

/** JSON, but not the document that the route promises. */
export function unknownForm(status: number): Problem {
  return {
    ...brokenAnswer(status),
    detail:
      'The server answered in a form that this client does not know; server and client must be of the same release.',
  };
}

/** A value that can't stand in a path: the request would go to another route. */
export function unusableName(name: string, path: string): Problem {
  const message = `must be a ${name} such as lists show it`;
  return {
    type: 'about:blank',
    title: 'Not valid',
    status: 422,
    detail: `The ${name} of ${path} ${message}; nothing was asked.`,
    code: 'request.invalid',
    advice: 'never',
    issues: [{ pointer: `/${name}`, code: 'request.invalid', message, severity: 'error' }],
  };
}

function at(baseUrl: string): string {
  return baseUrl === '' ? '' : ` at ${baseUrl}`;
}
