/**
 * At most so many bytes of a text in UTF-8, cut between two characters, with a word on how much is missing; a shorter
 * text as it is.
 * @param limit In bytes; the word on what is missing comes on top.
 * @param missing How many bytes are missing already.
 */
export function cutText(text: string, limit: number, missing = 0): string {
  const size = Buffer.byteLength(text, 'utf8');
  if (size <= limit) return missing === 0 ? text : text + cutMark(missing);
  const { read, written } = new TextEncoder().encodeInto(text, new Uint8Array(limit));
  return text.slice(0, read) + cutMark(size - written + missing);
}

function cutMark(bytes: number): string {
  return `… [cut: ${bytes} more bytes]`;
}
