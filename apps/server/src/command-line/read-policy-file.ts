import { readFileSync } from 'node:fs';
import { EngineError } from '@daybook/kernel';
import type { Issue, Policy, PolicyParser } from '@daybook/policy';

/**
 * Reads and checks a policy file.
 * @throws {EngineError} `policy.unreadable` when there is no such text file; `policy.invalid` with every issue, in the
 *   message and in `details.issues`.
 */
export function readPolicyFile(file: string, parsePolicy: PolicyParser): Policy {
  const parsed = parsePolicy(readPolicyText(file));
  if (parsed.ok) return parsed.policy;
  const errors = parsed.issues.filter(({ severity }) => severity === 'error');
  const heading = errors.length === 1 ? 'one thing is' : `${errors.length} things are`;
  const message = `The policy ${file} cannot run: ${heading} wrong with it.\n${errors.map(describeIssue).join('\n')}`;
  throw new EngineError('policy.invalid', message, {
    details: { issues: parsed.issues.map((issue) => ({ ...issue })) },
  });
}

/**
 * The text of a policy file.
 * @throws {EngineError} `policy.unreadable` when there is no such text file.
 */
export function readPolicyText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
    throw new EngineError(
      'policy.unreadable',
      `The policy ${file} cannot be read: ${reasons[code] ?? code}.`,
      { cause },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EngineError('policy.unreadable', `The policy ${file} is not text in UTF-8.`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'its permissions do not allow it',
  EISDIR: 'it is a folder',
};

/** An issue on one line, indented below a heading. */
export function describeIssue({ pointer, message, suggestion, code }: Issue): string {
  const advice = suggestion === undefined ? '' : ` Try: ${suggestion}`;
  return `  ${pointer === '' ? '(document)' : pointer}: ${message}${advice} [${code}]`;
}
