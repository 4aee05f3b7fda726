/**
 * Rows in columns as wide as their widest cell, below a heading.
 * @param right places of the columns whose cells stand at the right, such as numbers. @default none
 */
export function toTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): readonly string[] {
  const all = [heading, ...rows].map((row) => row.map((cell) => ({ cell, width: widthOf(cell) })));
  const widths = heading.map((_, column) =>
    all.reduce((most, row) => Math.max(most, row[column]?.width ?? 0), 0),
  );
  return all.map((row) =>
    row
      .map(({ cell, width }, column) => {
        const padding = ' '.repeat(Math.max(0, (widths[column] ?? 0) - width));
        return right.has(column) ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Has no character that is wide, combined or changed by the terminal. */
const plain = /^[ -~]*$/;

/** In columns of a terminal: East Asian characters take two. */
function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return characters.reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
