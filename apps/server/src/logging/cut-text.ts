/**
 * At most so many bytes of a text in UTF-8, cut between two characters, with a word on how much is missing; a shorter
 * text as it is.
 * @param limit In bytes; the word on what is missing comes on top.
 */
export function cutText(text: string, limit: number): string {
  // Every code unit takes at least one byte and at most three.
  if (text.length * 3 <= limit) return text;
  const size = Buffer.byteLength(text, 'utf8');
  if (size <= limit) return text;
  const room = new Uint8Array(limit);
  const { read, written } = new TextEncoder().encodeInto(text, room);
  return `${text.slice(0, read)}… [cut: ${size - written} more bytes]`;
}
