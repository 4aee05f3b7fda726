import { isJsonList, isJsonObject, type JsonValue } from '@daybook/kernel';
import { toPlaceholder } from './reference.ts';
import type { ParamsFinding } from './step-type-shape.ts';

/**
 * Finds comparisons of a condition whose field is no reference: such a condition could be decided without running
 * anything, so a reference was meant.
 * @param path where the condition stands.
 */
export function findLiteralFields(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): readonly ParamsFinding[] {
  if (isJsonList(value)) return value.flatMap((inner, index) => findLiteralFields(inner, [...path, index]));
  if (!isJsonObject(value)) return [];
  if (value['op'] !== undefined && value['field'] !== undefined) {
    if (toPlaceholder(value['field'])?.kind === 'reference') return [];
    const message = 'A comparison needs a reference as its field.';
    const suggestion = '{"ref": "ctx.<step_id>.<field>"}';
    return [{ path: [...path, 'field'], code: 'condition.field-invalid', message, suggestion }];
  }
  return ['all', 'any', 'not'].flatMap((key) => findLiteralFields(value[key], [...path, key]));
}
