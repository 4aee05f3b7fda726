import { beginsEscape, readEscape } from './escaped-character.ts';
import type { SecretForm } from './secret-forms.ts';

const plus = 0x2b;

/**
 * Where a form that begins at a place of a text ends; `undefined` when it does not stand there. Each character may stand
 * there as it is or escaped for a URL, JSON or HTML, in any mixture.
 */
export function matchForm(form: SecretForm, text: string, start: number): number | undefined {
  // Most places fail at the first characters: no list of branches is made before there is one.
  let branches: Branch[] | undefined;
  let seen: Set<number> | undefined;
  let branch: Branch | undefined = { at: start, matched: 0 };
  while (branch !== undefined) {
    let { at, matched } = branch;
    while (matched < form.text.length) {
      const code = text.charCodeAt(at);
      for (const { meant, length } of otherReadings(text, at, code)) {
        if (!continues(form, matched, meant)) continue;
        seen ??= new Set();
        branches ??= [];
        const next = { at: at + length, matched: matched + meant.length };
        // Without this a long row of backslashes could be read in exponentially many ways.
        const state = next.at * (form.text.length + 1) + next.matched;
        if (!seen.has(state)) branches.push(next);
        seen.add(state);
      }
      if (!isSame(form, matched, code)) break;
      at += 1;
      matched += 1;
    }
    if (matched === form.text.length) return at;
    branch = branches?.pop();
  }
  return undefined;
}

/** The pairs of code units that a form beginning at a place could begin with. */
export function possibleBeginnings(text: string, at: number): readonly string[] {
  return readings(text, at).flatMap(({ meant, length }) =>
    meant.length > 1 ? [meant] : readings(text, at + length).map((second) => meant + second.meant.charAt(0)),
  );
}

/** Whether a code unit may mean something else than itself. */
export function isAmbiguous(code: number): boolean {
  return beginsEscape(code) || code === plus;
}

interface Branch {
  readonly at: number;
  readonly matched: number;
}

interface Reading {
  readonly meant: string;
  readonly length: number;
}

const none: readonly Reading[] = [];
const space: readonly Reading[] = [{ meant: ' ', length: 1 }];

function readings(text: string, at: number): readonly Reading[] {
  return [{ meant: text.charAt(at), length: 1 }, ...otherReadings(text, at, text.charCodeAt(at))];
}

function otherReadings(text: string, at: number, code: number): readonly Reading[] {
  if (code === plus) return space;
  if (!beginsEscape(code)) return none;
  const escape = readEscape(text, at);
  return escape === undefined ? none : [escape];
}

function continues(form: SecretForm, matched: number, meant: string): boolean {
  return form.anyCase
    ? form.text.startsWith(meant.toLowerCase(), matched)
    : form.text.startsWith(meant, matched);
}

function isSame({ text, anyCase }: SecretForm, at: number, code: number): boolean {
  const expected = text.charCodeAt(at);
  return code === expected || (anyCase && code >= 0x41 && code <= 0x5a && code + 0x20 === expected);
}
