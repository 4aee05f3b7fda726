/** Controls, text direction and zero-width characters: they could make a text look like another. */
const unseen =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/** The same text with every character that can't be seen written as `\u202e`. Line feeds and tabs stay. */
export function revealUnseen(text: string): string {
  return text.replaceAll(
    unseen,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON for reading, two spaces a level, with nothing in it that can't be seen. */
export function toPrettyJson(value: unknown): string {
  return revealUnseen(JSON.stringify(value, null, 2) ?? 'null');
}
