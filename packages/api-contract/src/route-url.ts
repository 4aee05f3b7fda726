import { unusableName } from './client-problems.ts';
import { ApiError } from './errors/api-error.ts';
import type { Route } from './route.ts';
import { apiPrefix } from './routes.ts';

/**
 * Where a request goes, below the server's address.
 * @throws {ApiError} 422 for a parameter that can't stand in a path.
 */
export function routeUrl({ path }: Pick<Route, 'path'>, params: unknown, query: unknown): string {
  const values = new Map(Object.entries(toRecord(params)));
  const filled = path.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) =>
    toSegment(toText(values.get(name)) ?? '', name, path),
  );
  return `${apiPrefix}${filled}${toSearch(query)}`;
}

function toSegment(value: string, name: string, path: string): string {
  // A URL takes dots for steps between folders, however they are spelt, so they can't be escaped.
  if (value === '' || value === '.' || value === '..') throw new ApiError(unusableName(name, path));
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    throw new ApiError(unusableName(name, path), { cause });
  }
}

function toSearch(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(toRecord(query))) {
    const given = toText(value);
    if (given !== undefined) search.set(name, given);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
