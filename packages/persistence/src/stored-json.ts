import { EngineError, isJsonObject, type JsonObject, type JsonValue, toJson } from '@daybook/kernel';

/**
 * A JSON value as the text of a column; keys stay in the order of their author.
 * @throws {TypeError} naming the place of what JSON would lose.
 */
export function toStoredJson(value: JsonValue): string {
  return JSON.stringify(toJson(value));
}

/** The value of {@link toStoredJson}, frozen. */
export function fromStoredJson(text: string): JsonValue {
  return toJson(JSON.parse(text));
}

/**
 * The object of {@link toStoredJson}, frozen.
 * @throws {EngineError} `store.damaged` for anything else, which only somebody else can have written; `what` names the
 *   column.
 */
export function fromStoredObject(text: string, what: string): JsonObject {
  const value = fromStoredJson(text);
  if (isJsonObject(value)) return value;
  throw new EngineError('store.damaged', `${what} is no JSON object; restore the database from a backup.`);
}
