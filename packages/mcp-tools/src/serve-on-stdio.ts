import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createMcpServer, type McpServerSettings } from './create-mcp-server.ts';
import { watchRequests } from './open-requests.ts';

export interface StdioSettings extends McpServerSettings {
  readonly stdin: Readable;
  /** Carries the protocol and nothing else. */
  readonly stdout: Writable;
  /** Ends the server at once. */
  readonly signal: AbortSignal;
  /** Gets lines about broken messages; meant for standard error. @default nobody */
  readonly note?: (line: string) => void;
}

/** How long requests that came before the end of input may still take, in milliseconds. */
const GRACE = 30_000;

/**
 * Serves one MCP client over a pair of streams. Resolves when the input has ended and what was asked is answered, when
 * the output is gone, or when the signal is aborted.
 */
export async function serveOnStdio(settings: StdioSettings): Promise<void> {
  const { client, version, stdin, stdout, signal, note = () => undefined } = settings;
  const server = createMcpServer({ client, version });
  const transport = new StdioServerTransport(stdin, stdout);
  const requests = watchRequests(transport);
  const inputEnd = new AbortController();
  const gone = new AbortController();
  stdin.once('end', () => inputEnd.abort());
  stdin.once('close', () => inputEnd.abort());
  // The listener stays: a later error without one would end the process.
  stdout.on('error', () => gone.abort());
  transport.onclose = () => gone.abort();
  transport.onerror = (error) => note(`mcp: a message was not understood: ${error.name}`);
  const over = AbortSignal.any([signal, gone.signal]);
  await server.connect(transport);
  await untilAborted(AbortSignal.any([over, inputEnd.signal]));
  if (!over.aborted) {
    const patience = setTimeout(() => gone.abort(), GRACE);
    await Promise.race([requests.allAnswered(), untilAborted(over)]);
    clearTimeout(patience);
  }
  await server.close();
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
