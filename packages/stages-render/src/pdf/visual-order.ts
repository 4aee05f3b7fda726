const rightToLeft = '\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}';
const anyRightToLeft = new RegExp(`[${rightToLeft}]`, 'u');
const phrase = new RegExp(`[${rightToLeft}]\\S*(?:\\s+[${rightToLeft}]\\S*)+`, 'gu');

/**
 * Puts the words of right-to-left phrases in the order in which they stand on the line. The PDF engine turns the
 * letters within such words, but lays words out from left to right. Numbers inside a phrase end it.
 */
export function toVisualOrder(line: string): string {
  if (!anyRightToLeft.test(line)) return line;
  return line.replaceAll(phrase, (words) => words.split(/\s+/).reverse().join(' '));
}
