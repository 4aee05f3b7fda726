import type { RunDetail, RunEventDocument, RunStateName, RunSummary } from '@daybook/api-contract';

/** A run after one event of its stream. An event of another run changes nothing. */
export function applyRunEvent(run: RunDetail | undefined, event: RunEventDocument): RunDetail | undefined {
  if (event.kind === 'run') return event.run;
  if (run === undefined || run.id !== event.run_id) return run;
  return { ...run, steps: run.steps.map((step) => (step.id === event.step.id ? event.step : step)) };
}

/** Whether nothing more happens to a run in that state by itself. */
export function hasEnded(state: RunStateName): boolean {
  return state !== 'queued' && state !== 'running';
}

/** How long it ran, or runs by now; `null` before it started. */
export function runDuration({ started_at, finished_at }: RunSummary, now: number): number | null {
  if (started_at === null) return null;
  return Math.max(0, (finished_at === null ? now : Date.parse(finished_at)) - Date.parse(started_at));
}
