import type { Problem } from '@daybook/api-contract';
import { formatDuration } from '../words/duration.ts';
import { Icon } from './icon.tsx';

interface ProblemNoteProps {
  readonly problem: Problem;
  /** What failed, such as `Not approved`. @default the problem's own title */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What the server says went wrong, in its words, with what to do. */
export function ProblemNote({ problem, title = problem.title, onRetry }: ProblemNoteProps) {
  return (
    <div className="note tone-bad" role="alert">
      <Icon name="cross" />
      <div>
        <p className="note-title">{title}</p>
        <p className="words">{problem.detail}</p>
        {problem.issues.length > 0 && (
          <ul>
            {problem.issues.map(({ pointer, message }) => (
              <li key={`${pointer} ${message}`}>
                {pointer !== '' && <code>{pointer}</code>} {message}
              </li>
            ))}
          </ul>
        )}
        {problem.retry_after !== undefined && (
          <p>It will be allowed in {formatDuration(problem.retry_after * 1_000)}.</p>
        )}
        {onRetry !== undefined && (
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
