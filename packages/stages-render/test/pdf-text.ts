import { execFileSync } from 'node:child_process';

/** The text of a PDF as poppler reads it, lines kept together. */
export function pdfText(bytes: Uint8Array): string {
  return poppler('pdftotext', ['-layout', '-', '-'], bytes);
}

/** A word with its box in points, measured from the top left corner of the page. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The words of each page. */
export function pdfWords(bytes: Uint8Array): Word[][] {
  const pages = poppler('pdftotext', ['-bbox', '-', '-'], bytes).split('<page ').slice(1);
  return pages.map((page) =>
    [
      ...page.matchAll(
        /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/gs,
      ),
    ].map(([, left, top, right, bottom, text]) => ({
      text: text ?? '',
      left: Number(left),
      top: Number(top),
      right: Number(right),
      bottom: Number(bottom),
    })),
  );
}

/** Pairs of words on one page whose boxes lie on each other by more than a hair. */
export function overlaps(words: readonly Word[]): string[] {
  const hair = 0.6;
  // Boxes hold room for accents above and tails below the letters; lines may share a little of it.
  const shared = 2;
  const found: string[] = [];
  const sorted = [...words].sort((a, b) => a.top - b.top);
  sorted.forEach((a, index) => {
    for (let next = index + 1; next < sorted.length; next += 1) {
      const b = sorted[next];
      if (b === undefined || b.top > a.bottom - shared) break;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > hair) found.push(`${a.text} | ${b.text}`);
    }
  });
  return found;
}

function poppler(program: string, options: readonly string[], input: Uint8Array): string {
  return execFileSync(program, options, { input, encoding: 'utf8', maxBuffer: 1e9 });
}
