/** Measures a line in points. */
export type Measure = (text: string) => number;

/**
 * Breaks a text into lines no wider than `maxWidth`: between words, and inside a word only when it is wider than a
 * whole line. Every character stays, but for the spaces at breaks.
 */
export function wrapText(text: string, maxWidth: number, measure: Measure): readonly string[] {
  if (measure(text) <= maxWidth) return [text];
  const space = measure(' ');
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    for (const [index, piece] of breakWord(word, maxWidth, measure).entries()) {
      const pieceWidth = measure(piece);
      const joins = index === 0 && line !== '' && width + space + pieceWidth <= maxWidth;
      if (!joins && line !== '') lines.push(line);
      line = joins ? `${line} ${piece}` : piece;
      width = joins ? width + space + pieceWidth : pieceWidth;
    }
  }
  return [...lines, line];
}

/** The pieces of a word, none wider than a line. */
function breakWord(word: string, maxWidth: number, measure: Measure): readonly string[] {
  if (measure(word) <= maxWidth) return [word];
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const cluster of clusters(word)) {
    const clusterWidth = measure(cluster);
    if (piece !== '' && width + clusterWidth > maxWidth) {
      pieces.push(piece);
      piece = '';
      width = 0;
    }
    piece += cluster;
    width += clusterWidth;
  }
  return [...pieces, piece];
}

/** What readers see as single characters: a letter with its accents is not torn apart. */
function clusters(word: string): readonly string[] {
  return word.match(/\P{M}\p{M}{0,8}|\p{M}/gsu) ?? [];
}
