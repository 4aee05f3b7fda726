import { fontFiles, fontPath, type Weight } from '../font-files.ts';
import type { PdfDocument } from './pdf-document.ts';
import { toVisualOrder } from './visual-order.ts';

/** How a piece of text looks. */
export interface TextStyle {
  readonly weight: Weight;
  /** In points. */
  readonly size: number;
  /** `#rrggbb`. */
  readonly colour: string;
}

/** A stretch of text that one font can print. */
interface TextRun {
  /** Alias of a registered font. */
  readonly font: string;
  readonly text: string;
}

/** Measures and prints text, taking each character from the first font that has it. */
export interface FontBook {
  /** Width in points of one line. */
  width(text: string, style: Pick<TextStyle, 'weight' | 'size'>): number;
  /** Prints one line from `x` on, its letters standing on `baseline`. */
  print(text: string, x: number, baseline: number, style: TextStyle): void;
  /** Alias of the first font of that weight. */
  primary(weight: Weight): string;
  /** Characters that no font has; `\uFFFD` was printed in their place. */
  readonly missing: ReadonlySet<string>;
}

const replacement = '\uFFFD';
/** Joiners, variation selectors and the like: they print nothing, and most fonts show a box for them. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;
/** Accents belong to the character before them, and are taken from its font. */
const clinging = /\p{M}/u;
const MEASURED_SIZE = 1_000;

/** Registers the fonts with a document; each file is read when its first character is needed. */
export function createFontBook(document: PdfDocument): FontBook {
  for (const files of Object.values(fontFiles)) {
    for (const [alias, file] of Object.entries(files)) document.registerFont(alias, fontPath(file));
  }
  const missing = new Set<string>();
  const fontOf = createFontFinder(document);
  const runsOf = memoize((text, weight) => splitRuns(text, weight, fontOf, missing));
  const unitWidth = memoize((text, weight) => {
    let width = 0;
    for (const run of runsOf(text, weight)) {
      width += document.font(run.font).fontSize(MEASURED_SIZE).widthOfString(run.text);
    }
    return width / MEASURED_SIZE;
  });
  return {
    missing,
    width: (text, { weight, size }) => unitWidth(text, weight) * size,
    primary: (weight) => fontOrder(weight)[0] ?? '',
    print(text, x, baseline, { weight, size, colour }) {
      let at = x;
      document.fillColor(colour);
      const runs = runsOf(toVisualOrder(text), weight);
      for (const run of runs) {
        document.font(run.font).fontSize(size);
        document.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
        if (runs.length > 1) at += document.widthOfString(run.text);
      }
    },
  };
}

function fontOrder(weight: Weight): readonly string[] {
  return Object.keys(fontFiles[weight]);
}

/** Remembers by text and weight; a table repeats most of its words. */
function memoize<Result>(compute: (text: string, weight: Weight) => Result) {
  const known: Record<Weight, Map<string, Result>> = { regular: new Map(), semibold: new Map() };
  return (text: string, weight: Weight): Result => {
    const before = known[weight].get(text);
    if (before !== undefined) return before;
    const result = compute(text, weight);
    known[weight].set(text, result);
    return result;
  };
}

type FontFinder = (character: string, weight: Weight) => string | undefined;

function createFontFinder(document: PdfDocument): FontFinder {
  const known = new Map<string, string | undefined>();
  return (character, weight) => {
    const key = `${weight} ${character}`;
    if (known.has(key)) return known.get(key);
    const codePoint = character.codePointAt(0) ?? 0;
    const font = fontOrder(weight).find((alias) => hasGlyph(document.font(alias), codePoint));
    known.set(key, font);
    return font;
  };
}

/** The engine keeps the parsed file of the current font in a member that its types don't show. */
function hasGlyph(document: object, codePoint: number): boolean {
  const file = memberOf(memberOf(document, '_font'), 'font');
  const ask = memberOf(file, 'hasGlyphForCodePoint');
  if (typeof ask !== 'function')
    throw new TypeError('the PDF engine no longer shows which glyphs a font has');
  return Boolean(ask.call(file, codePoint));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function splitRuns(
  text: string,
  weight: Weight,
  fontOf: FontFinder,
  missing: Set<string>,
): readonly TextRun[] {
  const runs: { font: string; text: string }[] = [];
  for (const original of text) {
    if (invisible.test(original)) continue;
    const last = runs.at(-1);
    const found = fontOf(original, weight);
    if (found === undefined) missing.add(original);
    const character = found === undefined ? replacement : original;
    const font = found ?? fontOf(replacement, weight) ?? fontOrder(weight)[0] ?? '';
    if (last !== undefined && (last.font === font || clinging.test(character))) last.text += character;
    else runs.push({ font, text: character });
  }
  return runs;
}
