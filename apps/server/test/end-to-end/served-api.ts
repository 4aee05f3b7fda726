import { expect } from '@jest/globals';
import { type AnswerDocument, readDocument } from '../http/answer-document.ts';
import type { ServedProcess } from './served-process.ts';

/** Opens the link that signs a person in. @returns the cookie of the session. */
export async function signIn({ signInUrl }: Pick<ServedProcess, 'signInUrl'>): Promise<string> {
  const answer = await fetch(signInUrl, { redirect: 'manual' });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** What a person can ask a running server. */
export interface ServedApi {
  /** A request below `/api/v1` that must succeed. */
  api(method: string, path: string, body?: unknown): Promise<AnswerDocument>;
  /** Saves a policy and approves it. */
  approved(document: unknown): Promise<AnswerDocument>;
}

/** @param session the server that runs at the moment of a request, and the cookie of a person there */
export function createServedApi(session: () => { readonly url: string; readonly cookie: string }): ServedApi {
  async function api(method: string, path: string, body: unknown = {}): Promise<AnswerDocument> {
    const { url, cookie } = session();
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { cookie, 'x-daybook': '1', 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return readDocument(await response.text());
  }

  return {
    api,
    async approved(document) {
      const { id, version } = await api('POST', '/policies', document);
      return api('POST', `/policies/${id}/approve`, { hash: version.hash });
    },
  };
}
