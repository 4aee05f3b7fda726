import type { RunDetail, RunEventDocument, RunStep } from '@daybook/api-contract';
import type { RunId } from '@daybook/kernel';
import type { RunEvent, RunLogEntry, RunRecord, RunStore } from '@daybook/runner';
import type { LiveRuns } from '../engine/live-runs.ts';
import { eventStream } from './event-stream.ts';
import { toRunStep } from './run-documents.ts';

export interface RunStreamPorts {
  readonly runs: RunStore;
  readonly live: LiveRuns;
  detail(run: RunRecord): Promise<RunDetail>;
  load(runId: RunId): Promise<RunRecord>;
}

/** Who follows, and from where on. */
export interface RunStreamRequest {
  readonly runId: RunId;
  readonly dryRun: boolean;
  /** The newest entry of the run's log that the reader has; `null`: none. */
  readonly after: number | null;
  readonly signal: AbortSignal;
}

interface Message {
  readonly sequence: number;
  readonly event: RunEventDocument;
}

/**
 * A run as it happens: first the whole run, or, for a reader who was there before, what it missed; then each change of a
 * step, and the run at its end. The id of a message is the sequence of the log entry that it tells.
 */
export function streamRun(
  ports: RunStreamPorts,
  { runId, dryRun, after, signal }: RunStreamRequest,
): Response {
  const { live, load, detail } = ports;
  return eventStream(signal, (sink) => {
    // Changes that come while the beginning is put together wait for it, so that none is told before it.
    let waiting: Message[] | null = [];
    let told = 0;
    const tell = ({ sequence, event }: Message): void => {
      // Several steps can change in one entry, so what is as new as the last message may still be news.
      if (sequence < told) return;
      told = sequence;
      sink.send(event, sequence);
    };
    const stop = live.follow(runId, (event) => {
      const message = toMessage(event, dryRun);
      if (message === undefined) return;
      if (waiting === null) tell(message);
      else waiting.push(message);
    });
    const finished = live.finished(runId);
    const run = async (): Promise<void> => {
      const known =
        after === null ? await begin(ports, runId, tell) : await goOn(ports, { runId, after }, tell);
      for (const message of waiting ?? []) if (message.sequence > known) tell(message);
      waiting = null;
      if (finished === undefined && after === null) return;
      await finished?.catch(() => undefined);
      const ended = await load(runId);
      tell({ sequence: Math.max(told, known), event: { kind: 'run', run: await detail(ended) } });
    };
    run()
      .catch(() => undefined)
      .finally(() => sink.close());
    return stop;
  });
}

/** The whole run; gives back the newest log entry that it includes. */
async function begin(
  { runs, detail, load }: RunStreamPorts,
  runId: RunId,
  tell: (message: Message) => void,
): Promise<number> {
  // The log first: what is committed in between is told again rather than lost.
  const sequence = (await runs.log(runId, 0)).at(-1)?.sequence ?? 0;
  tell({ sequence, event: { kind: 'run', run: await detail(await load(runId)) } });
  return sequence;
}

/** What a reader missed; gives back the newest log entry that it was told. */
async function goOn(
  { runs, load }: RunStreamPorts,
  { runId, after }: { readonly runId: RunId; readonly after: number },
  tell: (message: Message) => void,
): Promise<number> {
  const entries = await runs.log(runId, after);
  const run = await load(runId);
  for (const entry of entries) {
    for (const step of entry.steps) {
      tell({
        sequence: entry.sequence,
        event: { kind: 'step', run_id: runId, step: toStep(run, entry, step) },
      });
    }
  }
  return entries.at(-1)?.sequence ?? after;
}

/** A step as it was then; what came of it since is told by later entries. */
function toStep(run: RunRecord, { at }: RunLogEntry, told: RunLogEntry['steps'][number]): RunStep {
  const record = run.steps.find(({ stepId }) => stepId === told.stepId);
  if (record !== undefined && record.state.status === told.status) return toRunStep(record, run.dryRun);
  return {
    id: told.stepId,
    type: record?.type ?? '',
    state: told.status,
    ...(told.reason === null ? {} : { reason: told.reason }),
    attempts: told.attempt ?? 0,
    started_at: told.status === 'running' ? at : null,
    finished_at: null,
  };
}

function toMessage(event: RunEvent, dryRun: boolean): Message | undefined {
  if (event.kind !== 'step-changed') return undefined;
  const { runId, sequence, stepId, type, state } = event;
  const step = toRunStep({ stepId, type, state, trace: null }, dryRun);
  return { sequence, event: { kind: 'step', run_id: runId, step } };
}
