import { type RunDetail, routes } from '@daybook/api-contract';
import { hasEnded } from './run-view.ts';
import type { ToolContext } from './tool.ts';

/**
 * The run at its end, or as it stands when the wait is over.
 * @param seconds how long to wait; 0 doesn't
 * @throws {ApiError} when the server is gone.
 */
export async function followRun(run: RunDetail, seconds: number, context: ToolContext): Promise<RunDetail> {
  if (seconds === 0 || hasEnded(run)) return run;
  const { client, signal } = context;
  const waiting = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  try {
    for await (const event of client.follow(run.id, waiting)) {
      if (event.kind === 'run' && hasEnded(event.run)) return event.run;
    }
  } catch {
    // The wait was over, or the stream broke: either way the state is asked for below, and that tells.
  }
  return client.call(routes.getRun, { params: { id: run.id } }, { signal });
}
