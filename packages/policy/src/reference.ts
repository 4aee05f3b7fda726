import type { JsonValue } from '@daybook/kernel';

/** One step into a value: a member, a list index, or every element of a list. */
export type PathSegment =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'pluck' };

/** `{ "ref": "ctx.<step_id>…" }`, read. */
export interface Reference {
  readonly stepId: string;
  /** Empty for the whole output. */
  readonly path: readonly PathSegment[];
  /** Whether it gives null where the step failed or was skipped. */
  readonly optional: boolean;
  /** As written, for messages. */
  readonly text: string;
}

const head = /^ctx\.([a-z][a-z0-9_]{0,63})/;
const segment = /\.([A-Za-z_][A-Za-z0-9_]{0,127})|\[(0|[1-9]\d{0,5})\]|\[(\*)\]/y;

/** Reads the text of a reference; `undefined` when it is spelled wrong. */
export function parseReference(text: string, optional = false): Reference | undefined {
  const start = head.exec(text);
  if (start?.[1] === undefined) return undefined;
  const path: PathSegment[] = [];
  segment.lastIndex = start[0].length;
  while (segment.lastIndex < text.length) {
    const found = segment.exec(text);
    if (found === null) return undefined;
    const [, name, index, pluck] = found;
    if (name !== undefined) path.push({ kind: 'field', name });
    else if (index !== undefined) path.push({ kind: 'index', index: Number(index) });
    else if (pluck !== undefined) path.push({ kind: 'pluck' });
  }
  return { stepId: start[1], path, optional, text };
}

/** What an object in `params` is, beside plain data. */
export type Placeholder =
  | {
      readonly kind: 'reference';
      readonly text: string;
      readonly optional: boolean;
      readonly surplus: string[];
    }
  | { readonly kind: 'variable'; readonly name: string; readonly surplus: string[] };

/** An object whose `ref` or `var` is a text stands for a value that comes from elsewhere. */
export function toPlaceholder(value: JsonValue): Placeholder | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = value as { readonly [key: string]: JsonValue };
  if (typeof members['ref'] === 'string') {
    return {
      kind: 'reference',
      text: members['ref'],
      optional: members['optional'] === true,
      surplus: Object.keys(members).filter(
        (key) => key !== 'ref' && !(key === 'optional' && typeof members[key] === 'boolean'),
      ),
    };
  }
  if (typeof members['var'] === 'string') {
    return {
      kind: 'variable',
      name: members['var'],
      surplus: Object.keys(members).filter((key) => key !== 'var'),
    };
  }
  return undefined;
}
