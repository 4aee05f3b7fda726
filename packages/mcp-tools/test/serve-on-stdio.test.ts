import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serveOnStdio } from '@daybook/mcp-tools';
import { page, policySummary } from './documents.ts';
import { startFixtureServer } from './fixture-server.ts';

const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const ask = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_policies', arguments: {} } };
const lines = (...messages: readonly unknown[]) =>
  messages.map((message) => `${JSON.stringify(message)}\n`).join('');

describe('serveOnStdio', () => {
  let fixture: Awaited<ReturnType<typeof startFixtureServer>>;
  beforeEach(async () => {
    fixture = await startFixtureServer({ listPolicies: () => page(policySummary()) });
  });
  afterEach(() => fixture.close());

  function serve(stdin: PassThrough, signal = new AbortController().signal) {
    const stdout = new PassThrough();
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    const done = serveOnStdio({ client: fixture.client, version: '1.2.3', stdin, stdout, signal, note });
    return { stdout, notes, done };
  }

  it('answers what was asked before the input ended', async () => {
    const stdin = new PassThrough();
    const { stdout, done } = serve(stdin);
    stdin.end(lines(hello, ask));
    await done;
    stdout.end();
    const answers = (await text(stdout))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number });
    expect(answers.map(({ id }) => id)).toEqual([1, 2]);
    expect(answers[0]).toMatchObject({ result: { serverInfo: { name: 'daybook', version: '1.2.3' } } });
    expect(answers[1]).toMatchObject({ result: { structuredContent: { policies: [{ id: 'pol_1' }] } } });
  });

  it('ends when the signal is aborted', async () => {
    const stop = new AbortController();
    const { done } = serve(new PassThrough(), stop.signal);
    stop.abort();
    await expect(done).resolves.toBeUndefined();
  });

  it('does not wait for a request that was taken back', async () => {
    const stdin = new PassThrough();
    const { done } = serve(stdin);
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } };
    stdin.end(lines(hello, ask, cancel));
    await expect(done).resolves.toBeUndefined();
  });

  it('ends when nobody reads its output any more', async () => {
    const { stdout, done } = serve(new PassThrough());
    stdout.destroy(new Error('EPIPE'));
    await expect(done).resolves.toBeUndefined();
  });

  it('notes a broken message without its text', async () => {
    const stdin = new PassThrough();
    const { done, notes } = serve(stdin);
    stdin.end('{"token":"canary"\n');
    await done;
    expect(notes).toHaveLength(1);
    expect(notes[0]).not.toContain('canary');
  });
});
