import { cutText } from './cut-text.ts';
import { visibleText } from './outside-data.ts';

/** A JSON object as a tool answers it. */
export type AnswerDocument = Readonly<Record<string, unknown>>;

/** Bytes of JSON that one answer may have. */
const MAX_BYTES = 100_000;
const MAX_DEPTH = 40;
const MAX_NOTES = 20;

interface Limits {
  /** Of a list. */
  readonly items: number;
  /** Of an object. */
  readonly members: number;
  /** Of a string, in code points. */
  readonly characters: number;
}

const stricter: readonly Limits[] = [
  { items: 500, members: 1000, characters: 24_000 },
  { items: 200, members: 500, characters: 4000 },
  { items: 100, members: 200, characters: 1000 },
  { items: 50, members: 100, characters: 400 },
  { items: 20, members: 50, characters: 200 },
  { items: 5, members: 40, characters: 100 },
];

/** What was left out of one place. */
interface CutNote {
  /** JSON Pointer into the answer. */
  readonly pointer: string;
  readonly shown: number;
  readonly of: number;
  readonly unit: 'items' | 'members' | 'characters' | 'levels';
}

/**
 * Shortens long lists and texts until the document has at most 100,000 bytes of JSON. What was left out is listed in a
 * member `cut`. Characters that a person would not see are taken out of all texts.
 */
export function fitDocument(document: AnswerDocument): AnswerDocument {
  for (const limits of stricter) {
    const notes: CutNote[] = [];
    const shortened = shortenObject(document, { limits, notes, pointer: '', depth: 0 });
    const fitted = notes.length === 0 ? shortened : { ...shortened, cut: listNotes(notes) };
    if (Buffer.byteLength(JSON.stringify(fitted)) <= MAX_BYTES) return fitted;
  }
  const plain = Object.entries(document).filter(
    ([, value]) => typeof value !== 'object' && typeof value !== 'string',
  );
  return {
    ...Object.fromEntries(plain),
    cut: 'The answer was too long even when shortened; ask for less at once.',
  };
}

interface Place {
  readonly limits: Limits;
  readonly notes: CutNote[];
  readonly pointer: string;
  readonly depth: number;
}

function shorten(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return shortenText(value, place);
  if (typeof value !== 'object' || value === null) return value;
  if (place.depth >= MAX_DEPTH) {
    place.notes.push({ pointer: place.pointer, shown: MAX_DEPTH, of: MAX_DEPTH + 1, unit: 'levels' });
    return null;
  }
  return Array.isArray(value) ? shortenList(value, place) : shortenObject({ ...value }, place);
}

function shortenText(raw: string, { limits, notes, pointer }: Place): string {
  const text = visibleText(raw);
  const { text: kept, left, total } = cutText(text, limits.characters);
  if (left === 0) return text;
  notes.push({ pointer, shown: limits.characters, of: total, unit: 'characters' });
  return `${kept}… [cut: ${left} of ${total} characters]`;
}

function shortenList(list: readonly unknown[], place: Place): unknown[] {
  const { limits, notes, pointer } = place;
  if (list.length > limits.items)
    notes.push({ pointer, shown: limits.items, of: list.length, unit: 'items' });
  return list.slice(0, limits.items).map((item, index) => shorten(item, below(place, String(index))));
}

function shortenObject(object: AnswerDocument, place: Place): AnswerDocument {
  const { limits, notes, pointer } = place;
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  if (entries.length > limits.members)
    notes.push({ pointer, shown: limits.members, of: entries.length, unit: 'members' });
  return Object.fromEntries(
    entries.slice(0, limits.members).map(([name, value]) => [name, shorten(value, below(place, name))]),
  );
}

function below(place: Place, token: string): Place {
  const escaped = token.replaceAll('~', '~0').replaceAll('/', '~1');
  return { ...place, pointer: `${place.pointer}/${escaped}`, depth: place.depth + 1 };
}

function listNotes(notes: readonly CutNote[]): readonly unknown[] {
  const others = notes.length - MAX_NOTES;
  return others <= 0 ? notes : [...notes.slice(0, MAX_NOTES), { more_places: others }];
}
