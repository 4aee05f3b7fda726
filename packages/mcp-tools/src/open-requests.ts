import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isJSONRPCRequest, type RequestId } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

/** What was asked over a transport and is not answered yet. */
export interface OpenRequests {
  /** Resolves as soon as nothing is open. */
  allAnswered(): Promise<void>;
}

const cancellation = z.object({
  method: z.literal('notifications/cancelled'),
  params: z.object({ requestId: z.union([z.string(), z.number()]) }),
});
const answer = z.object({ id: z.union([z.string(), z.number()]) });

/** Watches a transport; must be called before a server is connected to it. */
export function watchRequests(transport: Transport): OpenRequests {
  const open = new Set<RequestId>();
  const waiting = new Set<() => void>();
  const close = (id: RequestId): void => {
    open.delete(id);
    if (open.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  transport.onmessage = (message) => {
    if (isJSONRPCRequest(message)) open.add(message.id);
    const cancelled = cancellation.safeParse(message);
    // A request that was taken back is never answered.
    if (cancelled.success) close(cancelled.data.params.requestId);
  };
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    await send(message, options);
    const answered = answer.safeParse(message);
    if (answered.success && !('method' in message)) close(answered.data.id);
  };
  return {
    allAnswered: () =>
      open.size === 0 ? Promise.resolve() : new Promise((resolve) => void waiting.add(resolve)),
  };
}
