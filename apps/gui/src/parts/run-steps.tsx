import type { RunStep } from '@daybook/api-contract';
import { type Bar, toGantt } from '../run/gantt.ts';
import { counted } from '../words/amounts.ts';
import { formatDuration } from '../words/duration.ts';
import { describeSkip, stepLooks } from '../words/looks.ts';
import { revealUnseen } from '../words/pretty-json.ts';
import { Icon } from './icon.tsx';
import { JsonTree } from './json-tree.tsx';
import { StateBadge } from './state-badge.tsx';

/** The steps of a run as rows, each with its bar in time: rows and bars are one list, so they can't come apart. */
export function RunSteps({ steps, now }: { readonly steps: readonly RunStep[]; readonly now: number }) {
  const { bars, ticks } = toGantt(steps, now);
  return (
    <div className="steps">
      {ticks.length > 0 && (
        <div className="steps-axis" aria-hidden="true">
          <div className="steps-axis-line">
            {ticks.map(({ left, ms }) => (
              <span key={ms} className="tick" style={{ left: `${left}%` }}>
                {ms === 0 ? '0' : formatDuration(ms)}
              </span>
            ))}
          </div>
        </div>
      )}
      <ol className="steps-list">
        {steps.map((step) => (
          <StepRow key={step.id} step={step} bar={bars.get(step.id)} />
        ))}
      </ol>
    </div>
  );
}

function StepRow({ step, bar }: { readonly step: RunStep; readonly bar: Bar | undefined }) {
  const look = stepLooks[step.state];
  return (
    <li className="step">
      <div className="step-name">
        <StateBadge look={look} />
        <span>
          <code>{step.id}</code> <span className="faint">{step.type}</span>
        </span>
      </div>
      <div className="step-track" aria-hidden="true">
        {bar !== undefined && (
          <div className={`bar tone-${look.tone}`} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
        )}
      </div>
      <div className="step-time numeric">{bar === undefined ? '–' : formatDuration(bar.ms)}</div>
      <StepRemarks step={step} />
    </li>
  );
}

function StepRemarks({ step }: { readonly step: RunStep }) {
  const { words, reason, attempts, error, output, reused, trace } = step;
  return (
    <div className="step-remarks">
      {reused === true && <p className="faint">Taken over from the run that this one takes up.</p>}
      {words !== undefined && <p className="words">{revealUnseen(words)}</p>}
      {reason !== undefined && <p>Because {describeSkip(reason)}.</p>}
      {error !== undefined && (
        <div className="step-error tone-bad">
          <Icon name="cross" />
          <p className="words">
            {revealUnseen(error.message)} <code>{error.code}</code>
          </p>
        </div>
      )}
      {attempts > 1 && <p className="faint">{counted(attempts, 'attempt')}</p>}
      {trace !== undefined && <JsonTree name="How skip_if was decided" value={trace} />}
      {output !== undefined && <JsonTree name="Output" value={output} />}
      {error?.details !== undefined && <JsonTree name="Details of the error" value={error.details} />}
    </div>
  );
}
