/** How much of a report a mail shows; what it leaves out, it says. */
export interface MailExtent {
  /** Of each table. */
  readonly rows: number;
  /** Of each text. */
  readonly characters: number;
  /** From the top of the report. */
  readonly sections: number;
}

const rowSteps = [50, 40, 30, 25, 20, 15, 10, 8, 6, 4, 3, 2, 1, 0];
const characterSteps = [4_000, 1_000];
const leastText = 250;

/**
 * What a mail with this many sections may show, from the most to the least: first fewer rows, then
 * shorter texts, then fewer sections.
 */
export function mailExtents(sections: number): readonly MailExtent[] {
  const whole = { characters: Number.POSITIVE_INFINITY, sections };
  return [
    ...rowSteps.map((rows) => ({ ...whole, rows })),
    ...characterSteps.map((characters) => ({ rows: 0, characters, sections })),
    ...Array.from({ length: sections + 1 }, (_, index) => ({
      rows: 0,
      characters: leastText,
      sections: sections - index,
    })),
  ];
}
