import type { RunEventDocument, RunStep } from '@daybook/api-contract';
import type { WriteLine } from '../console-logger.ts';
import { printable } from './terminal-text.ts';

/** Shows each step of a run on a terminal as it ends, and a retry as it begins; each once, however often it is told. */
export function createProgress(write: WriteLine): (event: RunEventDocument) => void {
  const shown = new Set<string>();
  let width = 0;

  function show(step: RunStep): void {
    const line = describeStep(step);
    const mark = `${step.id} ${step.state} ${step.attempts}`;
    if (line === undefined || shown.has(mark)) return;
    shown.add(mark);
    write(printable(`  ${line.mark} ${step.id.padEnd(width)}  ${step.type.padEnd(12)}  ${line.text}`));
  }

  return (event) => {
    if (event.kind === 'step') return show(event.step);
    width = Math.max(...event.run.steps.map(({ id }) => id.length), 0);
    for (const step of event.run.steps.toSorted(byEnd)) show(step);
  };
}

/** In the order in which they ended; those that did not come last. */
function byEnd(left: RunStep, right: RunStep): number {
  const [one, other] = [left.finished_at ?? '~', right.finished_at ?? '~'];
  return one === other ? 0 : one < other ? -1 : 1;
}

function describeStep(step: RunStep): { readonly mark: string; readonly text: string } | undefined {
  const { state, started_at: started, finished_at: finished } = step;
  switch (state) {
    case 'success': {
      const seconds = (Date.parse(finished ?? '') - Date.parse(started ?? '')) / 1000;
      return { mark: '✓', text: `${step.words ?? ''} (${seconds.toFixed(1)} s)` };
    }
    case 'failed':
      return { mark: '✗', text: `failed: ${step.error?.message ?? ''}` };
    case 'skipped':
      return { mark: '–', text: `skipped: ${step.reason ?? ''}` };
    case 'cancelled':
      return { mark: '■', text: 'cancelled' };
    case 'running':
      return step.attempts === 1 ? undefined : { mark: '…', text: `attempt ${step.attempts}` };
    case 'pending':
      return undefined;
  }
}
