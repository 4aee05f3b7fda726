import { describe, expect, it } from '@jest/globals';
import { agentScopes, type Route, routes, scopes } from '@daybook/api-contract';
import { z } from 'zod';
import { examples } from './examples.ts';
import { beyondThePromise, notInThisRelease, promised } from './promised-operations.ts';

const all = Object.entries<Route>(routes);
const operation = ({ method, path }: Route): string => `${method} ${path}`;
const operations = all.map(([, route]) => operation(route));

function keysOf(shape: z.ZodType): string[] {
  if (shape instanceof z.ZodUndefined) return [];
  return Object.keys(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }).properties ?? {});
}

function scopeOf(wanted: string): string | null | undefined {
  return all.find(([, route]) => operation(route) === wanted)?.[1].scope;
}

describe('routes', () => {
  it('has each method and path once', () => {
    expect(new Set(operations).size).toBe(operations.length);
  });

  it('leaves no two paths of a method to chance', () => {
    const patterns = operations.map((text) => text.replaceAll(/\{[a-z_]+\}/g, '{}'));
    expect(new Set(patterns).size).toBe(patterns.length);
  });

  it('has every promised operation, or says that it comes later', () => {
    expect([...operations].sort()).toEqual(
      [...promised.filter((text) => !notInThisRelease.includes(text)), ...beyondThePromise].sort(),
    );
  });

  it.each(all)('%s names its parameters alike in path and schema', (_, { path, params }) => {
    const inPath = [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name = '']) => name);
    expect(path).toMatch(/^(?:\/(?:[a-z][a-z.-]*|\{[a-z_]+\}))+$/);
    expect(inPath.sort()).toEqual(keysOf(params).sort());
  });

  it.each(all)('%s says in a sentence what it does', (_, { summary }) => {
    expect(summary).toMatch(/^[A-Z].*\.$/s);
  });

  it.each(all)('%s carries a body only with a change', (_, { method, body }) => {
    expect(method === 'GET' && !(body instanceof z.ZodUndefined)).toBe(false);
  });

  it.each(all)('%s answers with a body unless it is 204 or no JSON', (_, { status, media, answer }) => {
    const isSilent = answer instanceof z.ZodUndefined;
    expect(isSilent).toBe(status === 204 || media === 'text/html' || media === 'application/octet-stream');
  });

  it.each(Object.entries<{ answer: unknown }>(examples))('%s takes its example', (name, { answer }) => {
    const route = new Map(all).get(name);
    expect(route?.answer.parse(answer)).toEqual(answer);
  });

  it.each(all)('%s refuses ids of another kind', (_, { params }) => {
    const ids = keysOf(params).filter((name) => name === 'id');
    const accepted = [
      '',
      'x',
      '..',
      'pol_1/../x',
      'xyz_1',
      'pol_A',
      `pol_${'a'.repeat(65)}`,
      'pol_1\n',
    ].filter((id) => params.safeParse({ id, version: 1 }).success);
    expect({ ids, accepted: ids.length === 0 ? [] : accepted }).toEqual({ ids, accepted: [] });
  });
});

describe('scopes of routes', () => {
  it('are known, and missing only where no token is needed', () => {
    const open = all.filter(([, { scope }]) => scope === null).map(([name]) => name);
    expect(open.sort()).toEqual(['getHealth', 'getOpenApi']);
    expect(all.flatMap(([, { scope }]) => (scope === null ? [] : [scope]))).toEqual(
      all.flatMap(([, { scope }]) => scopes.filter((known) => known === scope)),
    );
  });

  it.each([
    'POST /policies/{id}/approve',
    'POST /policies/{id}/reject',
    'POST /policies/{id}/pause',
    'POST /policies/{id}/resume',
    'POST /deliveries/{id}/resolve',
    'POST /notices/{id}/dismiss',
  ])('leave %s to who approves', (wanted) => {
    expect(scopeOf(wanted)).toBe('approve');
  });

  it.each([
    'GET /settings/email',
    'PUT /settings/email',
    'POST /settings/email/test',
    'GET /tokens',
    'POST /tokens',
    'DELETE /tokens/{id}',
  ])('leave %s to the administrator', (wanted) => {
    expect(scopeOf(wanted)).toBe('admin');
  });

  it('let an agent read, write and run, and nothing else', () => {
    expect([...agentScopes]).toEqual(['read', 'author', 'run']);
  });

  it('let readers change nothing but their own session', () => {
    const changes = all.filter(([, { method, scope }]) => method !== 'GET' && scope === 'read');
    expect(changes.map(([name]) => name).sort()).toEqual(['endSession', 'runQuery', 'validatePolicy']);
  });
});
