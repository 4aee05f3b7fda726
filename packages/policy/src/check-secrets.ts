import { type JsonValue, toPointer } from '@daybook/kernel';
import { errorAt, type Issue } from './issue.ts';

/**
 * Shapes that only secrets have, with what they are called. No part of a pattern is unbounded in front of another, so
 * that a long text costs a look at each of its characters and no more.
 */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|CERTIFICATE)/, 'a PEM block'],
  [/\bBearer\s{1,8}[A-Za-z0-9._~+/-]{12}/i, 'a bearer token'],
  [/\bBasic\s{1,8}[A-Za-z0-9+/]{16,512}={0,2}(?![A-Za-z0-9])/, 'basic credentials'],
  [/\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}/, 'an API key'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'a cloud access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}/, 'an access token'],
  [/\bxox[abpors]-[A-Za-z0-9-]{10,}/, 'an access token'],
  [/\bAIza[0-9A-Za-z_-]{30,}/, 'an API key'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/, 'a signed token'],
  [/[?&](?:api_?key|apikey|token|access_token|secret|password)=[^&\s]{6,}/i, 'a key in an address'],
  [/[a-z0-9+.-]:\/\/[^\s/:@]{1,256}:[^\s/@]{3,256}@/i, 'a password in an address'],
];

/** What every shape above has a part of; most texts have none, and are not looked at again. */
const suspicious =
  /-----BEGIN|github_pat|bearer|basic|[sprSPR]k[-_]|AKIA|ASIA|gh[pousr_]|xox|AIza|eyJ|[?&]|:\/\//i;

const tellingWords = /api_?key|secret|passw|passphrase|_token|private_key|credential/i;
const telling =
  /(?:^|_)(?:api_?key|secret|password|passwd|passphrase|access_token|auth_token|private_key|credentials?)$/i;

/**
 * Whether a JSON text can hold a secret at all: a look at the whole text that spares most documents the walk. What is
 * written in escapes is looked at closely.
 */
export function mayHoldSecrets(text: string): boolean {
  return text.includes('\\u') || suspicious.test(text) || tellingWords.test(text);
}

/**
 * Finds secrets that were pasted into a document: an approved policy is shown, hashed, logged and handed to agents, so
 * none may stand in it. No message repeats what was found.
 */
export function checkSecrets(document: JsonValue): readonly Issue[] {
  const issues: Issue[] = [];

  const path: (string | number)[] = [];

  function visit(value: JsonValue): void {
    if (typeof value === 'string') {
      const kind = secretKind(value, path.at(-1));
      if (kind !== undefined) issues.push(secretIssue(kind, path));
    } else if (Array.isArray(value)) {
      for (const [index, inner] of (value as readonly JsonValue[]).entries()) visitInner(index, inner);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (secretKind(key, undefined) === undefined) visitInner(key, inner);
        else issues.push(secretIssue('a secret as a key', path));
      }
    }
  }

  function visitInner(key: string | number, value: JsonValue): void {
    path.push(key);
    visit(value);
    path.pop();
  }

  visit(document);
  return issues;
}

function secretKind(text: string, key: string | number | undefined): string | undefined {
  const shape = suspicious.test(text) ? shapes.find(([pattern]) => pattern.test(text)) : undefined;
  if (shape !== undefined) return shape[1];
  return typeof key === 'string' && telling.test(key) && text.length >= 6 ? 'a secret' : undefined;
}

function secretIssue(kind: string, path: readonly (string | number)[]): Issue {
  const message = `This looks like ${kind}. Policies are shown and shared; keys belong into the settings of the provider or of the mail server.`;
  return errorAt(toPointer(path), 'policy.secret', message, 'Remove it here, and set it in the settings.');
}
