/** One spelling of a secret as it may stand in a text. */
export interface SecretForm {
  readonly text: string;
  /** Whether upper and lower case are the same, as in hexadecimal; `text` is then in lower case. */
  readonly anyCase: boolean;
  /** Whether the characters beside it carry bits of the secret too, as in base64. */
  readonly leaksBeside: boolean;
}

/**
 * How a secret is spelled in full: as it is, in base64 of both alphabets at every offset within longer base64, in
 * hexadecimal, and as Node shows bytes. Escapes of single characters are not listed: {@link matchForm} reads them.
 * @param secret Text, or bytes, which are never found as text.
 */
export function secretForms(secret: string | Uint8Array): readonly SecretForm[] {
  if (typeof secret !== 'string') return byteForms(Buffer.from(secret));
  // Texts are cleaned on their way: a secret may be known by another spelling than the one that is configured.
  const spellings = new Set([secret, secret.trim(), secret.normalize('NFC'), secret.normalize('NFD')]);
  return [...spellings].flatMap((text) => [exactly(text), ...byteForms(Buffer.from(text, 'utf8'))]);
}

function byteForms(bytes: Buffer): readonly SecretForm[] {
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const base64 = [0, 1, 2].flatMap((offset) => base64Forms(bytes, offset));
  const hex = ['', ' ', ':'].map((between) => ({ ...exactly(pairs.join(between)), anyCase: true }));
  const decimal = [',', ', '].map((between) => exactly(bytes.join(between)));
  return [...base64, ...hex, ...decimal];
}

/** The characters that belong to the bytes alone, wherever the bytes begin within a group of three. */
function base64Forms(bytes: Buffer, offset: number): readonly SecretForm[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const core = encoded.slice(Math.ceil((8 * offset) / 6), Math.floor((8 * (offset + bytes.length)) / 6));
  const spellings = new Set([core, core.replaceAll('+', '-').replaceAll('/', '_')]);
  return [...spellings].map((text) => ({ text, anyCase: false, leaksBeside: true }));
}

function exactly(text: string): SecretForm {
  return { text, anyCase: false, leaksBeside: false };
}
