import type { Escapes } from './escaped-character.ts';
import type { SecretForm } from './secret-forms.ts';

/**
 * Where a form that begins at a place of a text ends; `undefined` when it does not stand there. Each character may stand
 * there as it is or as an escape, in any mixture; of several readings the longest counts, so that nothing of an escape is
 * left.
 * @param escapes Those of the text, if it has any.
 */
export function matchForm(
  form: SecretForm,
  { text, escapes }: { readonly text: string; readonly escapes: Escapes | undefined },
  start: number,
): number | undefined {
  if (escapes === undefined) return matchPlainly(form, text, { at: start, matched: 0 });
  const branches: Branch[] = [];
  let furthest: number | undefined;
  let seen: Set<number> | undefined;
  let branch: Branch | undefined = { at: start, matched: 0 };
  while (branch !== undefined) {
    let { at, matched } = branch;
    for (; matched < form.text.length; at += 1, matched += 1) {
      const escape = escapes.at[at];
      if (escape !== undefined && continues(form, matched, escape.meant)) {
        const next = { at: at + escape.length, matched: matched + escape.meant.length };
        const state = next.at * (form.text.length + 1) + next.matched;
        // Without this a long row of backslashes could be read in exponentially many ways.
        seen ??= new Set();
        if (!seen.has(state)) branches.push(next);
        seen.add(state);
      }
      if (!isSame(form, matched, text.charCodeAt(at))) break;
    }
    if (matched === form.text.length) furthest = Math.max(at, furthest ?? at);
    branch = branches.pop();
  }
  return furthest;
}

interface Branch {
  readonly at: number;
  readonly matched: number;
}

function matchPlainly(form: SecretForm, text: string, { at, matched }: Branch): number | undefined {
  for (let unit = matched; unit < form.text.length; unit += 1) {
    if (!isSame(form, unit, text.charCodeAt(at + unit))) return undefined;
  }
  return at + form.text.length;
}

function continues(form: SecretForm, matched: number, meant: string): boolean {
  return form.text.startsWith(form.anyCase ? meant.toLowerCase() : meant, matched);
}

function isSame({ text, anyCase }: SecretForm, at: number, code: number): boolean {
  const expected = text.charCodeAt(at);
  return code === expected || (anyCase && code >= 0x41 && code <= 0x5a && code + 0x20 === expected);
}
