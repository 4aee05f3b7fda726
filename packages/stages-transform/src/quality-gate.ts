import { type CanonicalDataset, EngineError, type QuarantinedRow, type Sha256 } from '@daybook/kernel';
import { countByRule, describeQuarantine } from './quarantine.ts';

/** What is known about a batch before it is written. */
export interface BatchQuality {
  readonly dataset: CanonicalDataset;
  readonly provider: string;
  readonly rowsRead: number;
  readonly quarantined: readonly QuarantinedRow[];
  /** The least share of rows that must be good, 0 to 1. */
  readonly threshold: number;
  /** Names for payloads, for messages. */
  readonly entityKeys: ReadonlyMap<Sha256, string>;
  /** What may help, such as a column that no record has; ends the message. */
  readonly hint: string | undefined;
}

/** The share of good rows, cut to four decimal places so that 1 means every row; 1 when none was read. */
export function qualityOf(rowsRead: number, rowsQuarantined: number): number {
  return rowsRead === 0 ? 1 : Math.floor(((rowsRead - rowsQuarantined) * 10_000) / rowsRead) / 10_000;
}

/**
 * Lets a batch through or stops it as a whole, before anything is written.
 * @throws {EngineError} `transform.rows-rejected` when a dataset that must be complete has a broken row;
 *   `transform.quality-below-threshold` when too few rows are good. The message shows the first broken rows.
 */
export function checkQuality(batch: BatchQuality): void {
  const { dataset, provider, rowsRead, quarantined, threshold } = batch;
  if (rowsRead === 0) return;
  const good = rowsRead - quarantined.length;
  const counted = `${good} of ${rowsRead} rows for ${dataset.name} from "${provider}" are good`;
  if (dataset.badRow === 'fail' && quarantined.length > 0) {
    throw rejected(
      'transform.rows-rejected',
      `Only ${counted}, and ${dataset.name} takes all rows or none.`,
      batch,
    );
  }
  if (good / rowsRead < threshold) {
    throw rejected(
      'transform.quality-below-threshold',
      `Only ${counted}, less than the share of ${threshold} that quality_threshold asks for; nothing was loaded.`,
      batch,
    );
  }
}

function rejected(
  code: 'transform.rows-rejected' | 'transform.quality-below-threshold',
  what: string,
  { rowsRead, quarantined, entityKeys, hint }: BatchQuality,
): EngineError {
  const message = [what, describeQuarantine(quarantined, entityKeys), hint].filter(Boolean).join(' ');
  return new EngineError(code, message, {
    details: { rows_read: rowsRead, rows_quarantined: quarantined.length, rules: countByRule(quarantined) },
  });
}
