import { type JsonValue, toPointer } from '@daybook/kernel';
import { errorAt, type Issue } from './issue.ts';
import { readPlainJson } from './plain-json.ts';

/** The largest document, in bytes of UTF-8. */
const maxDocumentBytes = 1_048_576;
/** The deepest nesting of lists and objects. */
const maxDocumentDepth = 64;

/** A JSON text, read strictly. */
export type JsonTextResult =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Assigning to it would change the prototype instead of adding a member. */
const reservedKey = '__proto__';

class Malformed extends Error {
  readonly issue: Issue;

  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

/**
 * Reads a JSON text (RFC 8259) and refuses what `JSON.parse` passes over: a key given twice, the key
 * `__proto__`, nesting deeper than 64, more than 1 MiB, numbers that overflow. Of duplicate and reserved
 * keys the first hundred are named and the rest counted; anything else ends the reading.
 */
export function readJsonText(text: string): JsonTextResult {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > maxDocumentBytes) {
    const message = `The document has ${bytes} bytes; at most ${maxDocumentBytes} are allowed.`;
    return { ok: false, issues: [errorAt('', 'policy.too-large', message)] };
  }
  const plain = readPlainJson(text, maxDocumentDepth);
  if (plain !== undefined) return { ok: true, value: plain };
  const reader = createReader(text);
  try {
    const value = reader.readDocument();
    const issues = reader.keyIssues();
    return issues.length === 0 ? { ok: true, value } : { ok: false, issues };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, issues: [...reader.keyIssues(), error.issue] };
  }
}

/** How many duplicate and reserved keys are named each; the rest are counted. */
const mostKeyIssues = 100;

const quote = 0x22;
const backslash = 0x5c;
const whiteSpace = /[ \t\n\r]*/y;
const numberText = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

interface Reader {
  /** What was found about keys so far. */
  keyIssues(): readonly Issue[];
  readDocument(): JsonValue;
}

function createReader(text: string): Reader {
  const issues: Issue[] = [];
  let unnamed = 0;
  const path: (string | number)[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  function fail(what: string): never {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    throw new Malformed(
      errorAt('', 'policy.json-malformed', `Not JSON: ${what} at line ${line}, column ${column}.`),
    );
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function take(character: string): boolean {
    match(whiteSpace);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }

  function readString(what: string): string {
    match(whiteSpace);
    if (text[at] !== '"') fail(`${what} expected`);
    let end = at + 1;
    let hasEscapes = false;
    for (;;) {
      const code = text.charCodeAt(end);
      if (code === quote) break;
      if (!(code >= 0x20)) fail('a text is not closed on its line');
      if (code === backslash) hasEscapes = true;
      end += code === backslash ? 2 : 1;
    }
    if (!hasEscapes) {
      const plain = text.slice(at + 1, end);
      at = end + 1;
      return plain;
    }
    const quoted = text.slice(at, end + 1);
    try {
      const value = JSON.parse(quoted) as string;
      at = end + 1;
      return value;
    } catch {
      return fail('a text with an escape that JSON does not know');
    }
  }

  function readNumber(found: string): number {
    const value = Number(found);
    if (!Number.isFinite(value)) fail(`the number ${found.slice(0, 20)} is too large`);
    return value;
  }

  function readWord(): JsonValue {
    if (text.startsWith('true', at)) return advance(4, true);
    if (text.startsWith('false', at)) return advance(5, false);
    if (text.startsWith('null', at)) return advance(4, null);
    const number = match(numberText);
    if (number !== undefined) return readNumber(number);
    if (text.startsWith('NaN', at) || /^-?Infinity/.test(text.slice(at, at + 9)))
      fail('NaN and Infinity are no JSON numbers');
    return fail(at >= text.length ? 'the text ends too early' : `unexpected ${JSON.stringify(text[at])}`);
  }

  function advance<T extends JsonValue>(length: number, value: T): T {
    at += length;
    return value;
  }

  function readValue(): JsonValue {
    match(whiteSpace);
    const next = text[at];
    if (next === '"') return readString('a text');
    if (next !== '{' && next !== '[') return readWord();
    if (path.length >= maxDocumentDepth) {
      throw new Malformed(
        errorAt(
          '',
          'policy.too-deep',
          `The document is nested deeper than ${maxDocumentDepth}, at ${toPointer(path.slice(0, 8))}….`,
        ),
      );
    }
    at += 1;
    return next === '{' ? readObject() : readList();
  }

  function readList(): JsonValue {
    const list: JsonValue[] = [];
    if (take(']')) return list;
    do {
      path.push(list.length);
      list.push(readValue());
      path.pop();
    } while (take(','));
    if (!take(']')) fail('`,` or `]` expected');
    return list;
  }

  function readObject(): JsonValue {
    const members: Record<string, JsonValue> = {};
    if (take('}')) return members;
    do {
      const key = readString('a key in double quotes');
      if (!take(':')) fail('`:` expected');
      path.push(key);
      const value = readValue();
      path.pop();
      if (key === reservedKey) {
        note('policy.key-reserved', `The key "${key}" is not allowed in a policy.`);
      } else if (Object.hasOwn(members, key)) {
        note('policy.key-duplicate', `The key "${key}" is given twice.`, 'Keep one of them.');
      } else {
        members[key] = value;
      }
    } while (take(','));
    if (!take('}')) fail('`,` or `}` expected');
    return members;
  }

  /** Says what is wrong with a key of the object that is being read. */
  function note(code: string, message: string, suggestion?: string): void {
    if (issues.length < mostKeyIssues) issues.push(errorAt(toPointer(path), code, message, suggestion));
    else unnamed += 1;
  }

  return {
    keyIssues() {
      if (unnamed === 0) return issues;
      const message = `There are ${unnamed} more keys that are given twice or not allowed.`;
      return [...issues, errorAt('', 'policy.key-duplicate', message)];
    },
    readDocument() {
      const value = readValue();
      match(whiteSpace);
      if (at < text.length) fail('something follows the document');
      return value;
    },
  };
}
