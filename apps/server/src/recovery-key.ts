import { createHash } from 'node:crypto';
import { EngineError } from '@daybook/kernel';

const keyDigits = 64;
const groupDigits = 4;

/**
 * A raw key in a form that people can copy by hand: sixteen groups of four hexadecimal digits, and one more that
 * follows from them and tells of a slip.
 */
export function toRecoveryKey(key: Uint8Array): string {
  const digits = Buffer.from(key).toString('hex');
  return (`${digits}${checkDigits(digits)}`.match(/.{4}/g) ?? []).join('-');
}

/** The last group of a recovery key. */
export function checkGroupOf(recoveryKey: string): string {
  return recoveryKey.slice(-groupDigits);
}

/**
 * The raw key, 32 bytes, of a recovery key, or of its 64 digits alone; spaces, hyphens and case don't matter.
 * @param what how the text is called in a message, such as `DAYBOOK_KEY`.
 * @throws {EngineError} `usage.invalid`; the message holds nothing of the key.
 */
export function parseRecoveryKey(text: string, what: string): Uint8Array {
  const digits = text.replaceAll(/[\s-]/g, '').toLowerCase();
  const known = [keyDigits, keyDigits + groupDigits].includes(digits.length) && /^[0-9a-f]+$/.test(digits);
  if (!known) {
    throw new EngineError(
      'usage.invalid',
      `${what} must be 64 hexadecimal digits, the 256 bits of the key, or a recovery key of 17 groups.`,
    );
  }
  const key = digits.slice(0, keyDigits);
  if (digits.length > keyDigits && digits.slice(keyDigits) !== checkDigits(key)) {
    throw new EngineError(
      'usage.invalid',
      `${what} is not a recovery key as it was shown: its last group does not fit the others. Look for a slip.`,
    );
  }
  return Buffer.from(key, 'hex');
}

function checkDigits(digits: string): string {
  return createHash('sha256').update(`daybook recovery key ${digits}`).digest('hex').slice(0, groupDigits);
}
