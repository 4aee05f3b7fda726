import { escapingsIn, readEscapes } from './escaped-character.ts';
import { isAmbiguous, matchForm, possibleBeginnings } from './match-form.ts';
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

/** How often escaped text is read on after what {@link matchForm} reads itself: JSON in JSON in JSON occurs. */
const deepestEscaping = 2;

const nothing: readonly Span[] = [];

export function createSecretRegistry(): SecretRegistry {
  const byBeginning = new Map<number, SecretForm[]>();
  const known = new Set<string>();
  const shortOnes = new Set<string>();
  let shortPattern: RegExp | undefined;

  function addForm(form: SecretForm): void {
    const name = `${form.anyCase} ${form.text}`;
    if (known.has(name)) return;
    known.add(name);
    for (const beginning of beginningsOf(form)) {
      const forms = byBeginning.get(beginning);
      if (forms === undefined) byBeginning.set(beginning, [form]);
      else forms.push(form);
    }
  }

  function spansAt(text: string, start: number): Span | undefined {
    const code = text.charCodeAt(start);
    const second = text.charCodeAt(start + 1);
    let longest: Span | undefined;
    const tryForms = (beginning: number): void => {
      for (const form of byBeginning.get(beginning) ?? []) {
        const end = matchForm(form, text, start);
        if (end === undefined || (longest !== undefined && longest.end >= end)) continue;
        longest = form.leaksBeside ? withNeighbours(text, start, end) : { start, end };
      }
    };
    if (isAmbiguous(code) || isAmbiguous(second))
      possibleBeginnings(text, start).map(pairOf).forEach(tryForms);
    else if (byBeginning.has(code * 0x1_0000 + second)) tryForms(code * 0x1_0000 + second);
    return longest;
  }

  function spansIn(text: string, depth: number): readonly Span[] {
    const spans: Span[] = [...tokenSpans(text)];
    for (let start = 0; start < text.length - 1; start += 1) {
      const span = spansAt(text, start);
      if (span !== undefined) spans.push(span);
    }
    if (depth === deepestEscaping) return spans;
    for (const escaping of escapingsIn(text)) {
      const inner = readEscapes(text, escaping);
      if (inner === undefined) continue;
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
        if (form.text.length >= shortestForm) addForm(form);
      }
    },
    find(text) {
      const spans = spansIn(text, 0);
      const tokens = shortPattern === undefined ? nothing : spansOf(shortPattern, text);
      return spans.length + tokens.length === 0 ? nothing : mergeSpans([...spans, ...tokens]);
    },
  };
}

function isToken(secret: string): boolean {
  return tokenSpans(secret).some(({ start, end }) => start === 0 && end === secret.length);
}

/** The pairs of code units that a form begins with, each as one number. */
function beginningsOf({ text, anyCase }: SecretForm): ReadonlySet<number> {
  if (!anyCase) return new Set([pairOf(text)]);
  const cases = (sign: string) => [sign, sign.toUpperCase()];
  return new Set(
    cases(text.charAt(0)).flatMap((one) => cases(text.charAt(1)).map((two) => pairOf(one + two))),
  );
}

function pairOf(pair: string): number {
  return pair.charCodeAt(0) * 0x1_0000 + pair.charCodeAt(1);
}

function withNeighbours(text: string, start: number, end: number): Span {
  const isBase64 = (at: number) => /^[A-Za-z0-9+/_-]$/.test(text.charAt(at));
  return { start: isBase64(start - 1) ? start - 1 : start, end: isBase64(end) ? end + 1 : end };
}

function wholeTokens(secrets: ReadonlySet<string>): RegExp {
  const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
  const escaped = longestFirst.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{M}\\p{N}_])`, 'gu');
}
