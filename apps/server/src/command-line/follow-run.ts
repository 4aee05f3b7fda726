import { type Client, type RunDetail, routes } from '@daybook/api-contract';
import { createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Waits for a run to end and shows each step as it does; an interrupt cancels the run, and its end is still awaited. */
export async function followRun(client: Client, started: RunDetail, terminal: Terminal): Promise<RunDetail> {
  const progress = createProgress(terminal.note);
  const cancel = (): void => {
    // Cancelling waits for the run; what it says is told by the events.
    client.call(routes.cancelRun, { params: { id: started.id } }).catch(() => undefined);
  };
  if (terminal.signal.aborted) cancel();
  else terminal.signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const event of client.follow(started.id, new AbortController().signal)) progress(event);
    return await client.call(routes.getRun, { params: { id: started.id } });
  } finally {
    terminal.signal.removeEventListener('abort', cancel);
  }
}
