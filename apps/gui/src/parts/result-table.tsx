import type { QueryResultDocument } from '@daybook/api-contract';
import { useState } from 'react';
import { type Cell, shownColumns } from '../data/result-columns.ts';
import { revealUnseen } from '../words/pretty-json.ts';

/** How many rows are drawn at first, and more at each asking. */
const portion = 200;

interface ResultTableProps {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly result: Pick<QueryResultDocument, 'columns' | 'rows'>;
}

/** The rows of a query as they are, in a box of their own that scrolls. */
export function ResultTable({ label, result }: ResultTableProps) {
  const [shown, setShown] = useState(portion);
  const columns = shownColumns(result);
  const { rows } = result;
  return (
    <>
      <div className="result" tabIndex={0} role="region" aria-label={label}>
        <table className="result-table" aria-label={label}>
          <thead>
            <tr>
              {columns.map(({ name, head, isNumber }) => (
                <th key={name} scope="col" className={isNumber ? 'cell-number' : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              <tr key={index}>
                {columns.map(({ name, isNumber }) => (
                  <td key={name} className={isNumber ? 'cell-number' : undefined}>
                    <Value cell={row[name] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button type="button" className="button button-small" onClick={() => setShown(shown + portion)}>
          Show more of {rows.length.toLocaleString('en-US')}
        </button>
      )}
    </>
  );
}

/** Nothing is told from the text that spells it. */
function Value({ cell }: { readonly cell: Cell }) {
  if (cell === null) return <span className="nothing">null</span>;
  return <bdi>{revealUnseen(String(cell))}</bdi>;
}
