import { EngineError } from '@daybook/kernel';

/**
 * Gives back a text that fits on one line of a file.
 * @throws {EngineError} `usage.invalid` when it has a line break or another control character.
 */
export function onOneLine(text: string, what: string): string {
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(text) && !/\p{Surrogate}/u.test(text)) return text;
  throw new EngineError(
    'usage.invalid',
    `${what} holds a line break or another control character, which a unit file can't hold. Rename it and try again.`,
  );
}
