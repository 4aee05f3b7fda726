import { isRecord } from '../policy/document-parts.ts';

/**
 * `value` with the keys of each object in the order that `model` has them, new ones last: the order of keys means
 * nothing in a policy and must not look like a change.
 */
export function alignKeys(value: unknown, model: unknown): unknown {
  if (Array.isArray(value)) {
    const models: readonly unknown[] = Array.isArray(model) ? model : [];
    return value.map((entry: unknown, index) => alignKeys(entry, modelOf(entry, models, index)));
  }
  if (!isRecord(value)) return value;
  const known = isRecord(model) ? model : {};
  const names = [
    ...Object.keys(known).filter((name) => Object.hasOwn(value, name)),
    ...Object.keys(value).filter((name) => !Object.hasOwn(known, name)),
  ];
  return Object.fromEntries(names.map((name) => [name, alignKeys(value[name], known[name])]));
}

/** Steps have ids and may move; anything else is compared place by place. */
function modelOf(entry: unknown, models: readonly unknown[], index: number): unknown {
  const id = isRecord(entry) ? entry['id'] : undefined;
  if (typeof id !== 'string') return models[index];
  return models.find((model) => isRecord(model) && model['id'] === id) ?? models[index];
}
