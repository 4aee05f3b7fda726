import { type Escapes, findEscapes, readEscapes } from './escaped-character.ts';
import { matchForm } from './match-form.ts';
import { type SecretForm, secretForms } from './secret-forms.ts';
import { mergeSpans, type Span, spansOf } from './span.ts';
import { tokenSpans } from './token-shape.ts';

/**
 * The values that must be seen nowhere. They are kept for as long as the process lives: an old password is still one.
 */
export interface SecretRegistry {
  /**
   * Adds a secret; from now on it is found. One of fewer than six characters is found only where it stands as a whole
   * token, unencoded, with no letter, digit or underscore beside it: anything else would hit innocent text. Nothing is
   * added for blank text and for Daybook's own tokens, which are known by their shape.
   * @param secret Bytes are found in base64, hexadecimal and as lists of numbers; text also as it is.
   */
  add(secret: string | Uint8Array): void;
  /**
   * Where secrets stand in a text, in order and apart from each other: as they are; escaped for URLs, JSON or HTML, up to
   * three times; in base64, also as part of something longer; in hexadecimal. So does anything shaped like a token of
   * Daybook.
   */
  find(text: string): readonly Span[];
}

const shortestForm = 6;

/** How often text is read on after what {@link matchForm} reads itself: JSON in JSON in JSON occurs. */
const deepestEscaping = 2;

const nothing: readonly Span[] = [];

export function createSecretRegistry(): SecretRegistry {
  const forms = createFormIndex();
  const shortOnes = new Set<string>();
  let shortPattern: RegExp | undefined;

  function spansIn(text: string, depth: number): readonly Span[] {
    const escapes = findEscapes(text);
    const spans = [...tokenSpans(text), ...forms.find({ text, escapes })];
    if (escapes === undefined || depth === deepestEscaping) return spans;
    // A "+" for a space is never all that was escaped, and is read with the rest.
    for (const escaping of [...escapes.kinds].filter((kind) => kind !== 'form')) {
      const inner = readEscapes(text, escapes, escaping);
      for (const { start, end } of spansIn(inner.text, depth + 1)) {
        spans.push({ start: inner.origins[start] ?? 0, end: inner.origins[end] ?? text.length });
      }
    }
    return spans;
  }

  return {
    add(secret) {
      if (typeof secret === 'string') {
        if (secret.trim() === '' || isToken(secret)) return;
        if (secret.length < shortestForm) {
          shortOnes.add(secret);
          shortPattern = wholeTokens(shortOnes);
          return;
        }
      }
      for (const form of secretForms(secret)) {
        if (form.text.length >= shortestForm) forms.add(form);
      }
    },
    find(text) {
      const spans = spansIn(text, 0);
      const tokens = shortPattern === undefined ? nothing : spansOf(shortPattern, text);
      return spans.length + tokens.length === 0 ? nothing : mergeSpans([...spans, ...tokens]);
    },
  };
}

interface ScannedText {
  readonly text: string;
  readonly escapes: Escapes | undefined;
}

/** Forms by the two code units that they begin with: at most places of a text none does. */
function createFormIndex() {
  const byBeginning = new Map<number, SecretForm[]>();
  // Says of most places at once that no form begins there; the map says it of the others.
  const filter = new Uint8Array(0x1_0000);
  const known = new Set<string>();

  function spansAt(scanned: ScannedText, start: number, beginning: number): readonly Span[] {
    const spans: Span[] = [];
    for (const form of byBeginning.get(beginning) ?? []) {
      const end = matchForm(form, scanned, start);
      if (end !== undefined)
        spans.push(form.leaksBeside ? widened(scanned.text, start, end) : { start, end });
    }
    return spans;
  }

  return {
    add(form: SecretForm): void {
      const name = `${form.anyCase} ${form.text}`;
      if (known.has(name)) return;
      known.add(name);
      for (const beginning of beginningsOf(form)) {
        const others = byBeginning.get(beginning);
        filter[filterPlace(beginning)] = 1;
        if (others === undefined) byBeginning.set(beginning, [form]);
        else others.push(form);
      }
    },
    find(scanned: ScannedText): readonly Span[] {
      const { text } = scanned;
      const spans: Span[] = [];
      const look = (start: number, beginning: number): void => {
        if (filter[filterPlace(beginning)] === 1) spans.push(...spansAt(scanned, start, beginning));
      };
      for (let start = 0; start < text.length; start += 1) {
        look(start, pairOf(text.charCodeAt(start), text.charCodeAt(start + 1)));
        for (const beginning of escapedBeginnings(scanned, start)) look(start, beginning);
      }
      return spans;
    },
  };
}

const noBeginnings: readonly number[] = [];

/** What a form could begin with at a place where its first or second character may be an escape. */
function escapedBeginnings({ text, escapes }: ScannedText, start: number): readonly number[] {
  if (escapes === undefined) return noBeginnings;
  const [first, second] = [escapes.at[start], escapes.at[start + 1]];
  if (first === undefined && second === undefined) return noBeginnings;
  const beginnings = second === undefined ? [] : [pairOf(text.charCodeAt(start), second.meant.charCodeAt(0))];
  if (first === undefined) return beginnings;
  const [one, two] = [first.meant.charCodeAt(0), first.meant.charCodeAt(1)];
  // A character beyond the basic plane is two code units by itself.
  if (first.meant.length > 1) return [...beginnings, pairOf(one, two)];
  const next = start + first.length;
  const after = escapes.at[next];
  beginnings.push(pairOf(one, text.charCodeAt(next)));
  if (after !== undefined) beginnings.push(pairOf(one, after.meant.charCodeAt(0)));
  return beginnings;
}

/** The pairs of code units that a form begins with, each as one number. */
function beginningsOf({ text, anyCase }: SecretForm): ReadonlySet<number> {
  const casesAt = (at: number) =>
    [text, ...(anyCase ? [text.toUpperCase()] : [])].map((cased) => cased.charCodeAt(at));
  return new Set(casesAt(0).flatMap((one) => casesAt(1).map((two) => pairOf(one, two))));
}

function filterPlace(beginning: number): number {
  return ((beginning >> 8) ^ beginning) & 0xffff;
}

function pairOf(one: number, two: number): number {
  return one * 0x1_0000 + two;
}

/** In base64 the characters beside a secret carry some of its bits. */
function widened(text: string, start: number, end: number): Span {
  const isBase64 = (at: number) => /^[A-Za-z0-9+/_-]$/.test(text.charAt(at));
  return { start: isBase64(start - 1) ? start - 1 : start, end: isBase64(end) ? end + 1 : end };
}

function isToken(secret: string): boolean {
  return tokenSpans(secret).some(({ start, end }) => start === 0 && end === secret.length);
}

function wholeTokens(secrets: ReadonlySet<string>): RegExp {
  const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
  const escaped = longestFirst.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{M}\\p{N}_])`, 'gu');
}
