/**
 * Untrusted text as it may stand on a page: control characters, lone surrogates and marks that would reverse the text
 * around them show as `�`; line breaks and tabs become spaces.
 */
export function printableLine(text: string): string {
  return text.replaceAll(/[\n\r\t\u2028\u2029]+/g, ' ').replaceAll(unprintable, '\uFFFD');
}

/** The paragraphs of a text, separated in it by line breaks; each a {@link printableLine}. */
export function printableParagraphs(text: string): readonly string[] {
  return text
    .split(/[\n\r\u2028\u2029]+/)
    .map(printableLine)
    .filter((paragraph) => paragraph.trim() !== '');
}

const unprintable = /[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
