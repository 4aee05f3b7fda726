import { createHash, randomBytes } from 'node:crypto';
import { createTokens, type Scope, scopes } from '@daybook/guardrails';
import { createMemoryTokenStore } from '@daybook/guardrails/testing';
import { sha256, toInstant } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { createTurnedClock, start } from './example-guards.ts';

function createExampleTokens() {
  const clock = createTurnedClock();
  const store = createMemoryTokenStore();
  let count = 0;
  const ids = { next: () => String((count += 1)) };
  return {
    clock,
    store,
    tokens: createTokens({ store, clock, randomBytes: (size) => randomBytes(size), ids }),
  };
}

describe('tokens', () => {
  it('tell who calls', async () => {
    const { tokens } = createExampleTokens();
    const agent = await tokens.issue({ kind: 'agent', name: 'helper', scopes: ['run', 'read', 'run'] });
    expect(await tokens.authenticate(agent.token)).toEqual({
      tokenId: 'tok_1',
      kind: 'agent',
      name: 'helper',
      scopes: ['read', 'run'],
      actor: 'agent:helper',
    });
    const session = await tokens.issue({ kind: 'session', name: 'gui', scopes: [...scopes] });
    expect(await tokens.authenticate(session.token)).toMatchObject({ actor: 'person:gui', scopes });
    const own = await tokens.issue({ kind: 'person', name: 'script', scopes: ['approve'] });
    expect(await tokens.authenticate(own.token)).toMatchObject({
      actor: 'person:script',
      scopes: ['approve'],
    });
  });

  it('are 32 random bytes, of which only the hash is kept', async () => {
    const { tokens, store } = createExampleTokens();
    const { token } = await tokens.issue({ kind: 'agent', name: 'helper', scopes: ['read'] });
    const { token: other } = await tokens.issue({ kind: 'agent', name: 'helper', scopes: ['read'] });
    expect(token).toMatch(/^dbk_[\w-]{43}$/);
    expect(other).not.toBe(token);
    const kept = JSON.stringify(await store.list());
    expect(kept).not.toContain(token.slice(4));
    expect(kept).toContain(createHash('sha256').update(token).digest('hex'));
    expect(JSON.stringify(await tokens.list())).not.toContain('sha256');
  });

  it('never give an agent the word of a person', async () => {
    const { tokens, store } = createExampleTokens();
    for (const scope of ['approve', 'admin'] as const) {
      const issued = tokens.issue({ kind: 'agent', name: 'helper', scopes: ['read', scope] });
      await expect(issued).rejects.toMatchObject({
        code: 'usage.invalid',
        message: expect.stringContaining(scope),
      });
    }
    expect(await store.list()).toEqual([]);
  });

  it('take from an agent what was smuggled into the store', async () => {
    const { tokens, store } = createExampleTokens();
    const token = `dbk_${'a'.repeat(43)}`;
    const stored = { kind: 'agent', name: 'helper', scopes, createdAt: start, expiresAt: null } as const;
    await store.add({ tokenId: 'tok_x', sha256: sha256(token), ...stored });
    expect(await tokens.authenticate(token)).toMatchObject({ scopes: ['read', 'author', 'run'] });
  });

  it('expire', async () => {
    const { tokens, clock } = createExampleTokens();
    const request = { kind: 'session', name: 'gui', scopes: ['read'] } as const;
    const { token } = await tokens.issue({ ...request, lifetimeMs: 1000 });
    clock.turn(999);
    expect(await tokens.authenticate(token)).toBeDefined();
    clock.turn(1);
    expect(await tokens.authenticate(token)).toBeUndefined();
    expect(await tokens.list()).toMatchObject([{ expiresAt: toInstant(Date.parse(start) + 1000) }]);
  });

  it('hold nothing once revoked', async () => {
    const { tokens } = createExampleTokens();
    const { token, tokenId } = await tokens.issue({ kind: 'agent', name: 'helper', scopes: ['read'] });
    expect(await tokens.revoke(tokenId)).toBe(true);
    expect(await tokens.authenticate(token)).toBeUndefined();
    expect(await tokens.revoke(tokenId)).toBe(false);
    expect(await tokens.list()).toEqual([]);
  });

  it('are not guessed from a malformed text', async () => {
    const { tokens } = createExampleTokens();
    const { token } = await tokens.issue({ kind: 'agent', name: 'helper', scopes: ['read'] });
    const others = ['', 'dbk_', token.slice(4), `${token}A`, token.slice(0, -1), ` ${token}`, `${token}\n`];
    for (const text of [...others, token.toUpperCase(), sha256(token)]) {
      expect(await tokens.authenticate(text)).toBeUndefined();
    }
  });

  it.each(['', ' helper', 'a\nb', 'a\u202eb', 'a\u0000', 'a\u200bb', 'x'.repeat(65)])(
    'refuse the name %j',
    async (name) => {
      const { tokens } = createExampleTokens();
      const issued = tokens.issue({ kind: 'agent', name, scopes: ['read'] });
      await expect(issued).rejects.toMatchObject({ code: 'usage.invalid' });
    },
  );

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuse the lifetime %d', async (lifetimeMs) => {
    const { tokens } = createExampleTokens();
    const issued = tokens.issue({ kind: 'agent', name: 'helper', scopes: ['read'], lifetimeMs });
    await expect(issued).rejects.toMatchObject({ code: 'usage.invalid' });
  });

  it('take names of any script, and may hold no scope', async () => {
    const { tokens } = createExampleTokens();
    const none: readonly Scope[] = [];
    const { token } = await tokens.issue({ kind: 'session', name: 'Zoë’s 助手 🙂', scopes: none });
    expect(await tokens.authenticate(token)).toMatchObject({ actor: 'person:Zoë’s 助手 🙂', scopes: [] });
  });
});
