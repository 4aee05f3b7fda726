import type { RunEventDocument } from '@daybook/api-contract';
import { guiHeaders } from './security-headers.ts';

/** Sends one event; the stream is over when `close` was called or the client went away. */
export interface EventSink {
  /** @param id tells a reader who comes back where it was. */
  send(event: RunEventDocument, id: number): void;
  close(): void;
}

/** How often a comment keeps an idle connection open, in milliseconds. */
const heartbeatMs = 15_000;

/**
 * A response of server-sent events.
 * @param start begins sending; what it gives back is called once at the end.
 */
export function eventStream(signal: AbortSignal, start: (sink: EventSink) => () => void): Response {
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      let stop: () => void = () => undefined;
      const write = (text: string): void => {
        if (open) controller.enqueue(encoder.encode(text));
      };
      const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
      end = () => {
        if (!open) return;
        open = false;
        clearInterval(heartbeat);
        stop();
      };
      const close = (): void => {
        if (!open) return;
        end();
        controller.close();
      };
      signal.addEventListener('abort', close, { once: true });
      stop = start({
        send(event, id) {
          write(`id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
        },
        close,
      });
      if (signal.aborted) close();
    },
    // A reader who cancels has closed the stream already.
    cancel: () => end(),
  });
  return new Response(body, {
    headers: { ...guiHeaders, 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
}
