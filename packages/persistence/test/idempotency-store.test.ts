import { sha256, toInstant } from '@daybook/kernel';
import { createIdempotencyStore, type IdempotentCall } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const hourMs = 3_600_000;
const answer = { key: 'k', tokenId: 'tok_1', status: 201, body: { b: 'Straße', a: [1, null] } };

afterAll(() => databases.dispose());

describe('createIdempotencyStore', () => {
  it('repeats the answer of a call that was carried out', async () => {
    const database = await databases.open();
    expect(await createIdempotencyStore(database).begin(call())).toEqual({ kind: 'new' });
    await createIdempotencyStore(database).finish(answer);
    await database.close();
    const store = createIdempotencyStore(await databases.open(database.file));
    const repeated = await store.begin(call());
    expect(repeated).toEqual({ kind: 'repeat', status: 201, body: answer.body });
    expect(JSON.stringify(repeated)).toContain('{"b":"Straße","a":[1,null]}');
  });

  it('repeats an answer without a body', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.begin(call());
    await store.finish({ ...answer, status: 204, body: null });
    expect(await store.begin(call())).toEqual({ kind: 'repeat', status: 204, body: null });
  });

  it('refuses another call under the same key, finished or not', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.begin(call());
    const others = [call({ bodySha256: sha256('other') }), call({ route: 'POST /runs' })];
    for (const other of others) expect(await store.begin(other)).toEqual({ kind: 'conflict' });
    await store.finish(answer);
    for (const other of others) expect(await store.begin(other)).toEqual({ kind: 'conflict' });
  });

  it('carries out one of two calls that come side by side', async () => {
    const store = createIdempotencyStore(await databases.open());
    const kinds = (await Promise.all([store.begin(call()), store.begin(call())])).map(({ kind }) => kind);
    expect(kinds).toEqual(['new', 'in-progress']);
  });

  it('lets a call be tried again that had no effect', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.begin(call());
    await store.abandon('k', 'tok_1');
    expect(await store.begin(call())).toEqual({ kind: 'new' });
  });

  it('keeps an answer once it is given', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.begin(call());
    await store.finish(answer);
    await store.finish({ ...answer, status: 500, body: 'late' });
    await store.abandon('k', 'tok_1');
    expect(await store.begin(call())).toMatchObject({ kind: 'repeat', status: 201 });
  });

  it('tells the keys of different tokens apart', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.begin(call());
    expect(await store.begin(call({ tokenId: 'tok_2' }))).toEqual({ kind: 'new' });
    expect(await store.begin(call({ key: 'other' }))).toEqual({ kind: 'new' });
  });

  it('forgets after a day', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.begin(call());
    await store.finish(answer);
    expect(await store.begin(call({ at: toInstant(24 * hourMs) }))).toMatchObject({ kind: 'repeat' });
    expect(await store.begin(call({ at: toInstant(24 * hourMs + 1) }))).toEqual({ kind: 'new' });
  });

  it('keeps nothing of a call that nobody began', async () => {
    const store = createIdempotencyStore(await databases.open());
    await store.finish(answer);
    await store.abandon('k', 'tok_1');
    expect(await store.begin(call())).toEqual({ kind: 'new' });
  });
});

function call(given: Partial<IdempotentCall> = {}): IdempotentCall {
  return {
    key: 'k',
    tokenId: 'tok_1',
    route: 'POST /policies',
    bodySha256: sha256('body'),
    at: toInstant(0),
    ...given,
  };
}
