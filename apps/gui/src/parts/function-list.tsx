import type { RouteOutput, routes } from '@daybook/api-contract';
import { useState } from 'react';
import { type Column, DataTable } from './data-table.tsx';

type SqlFunction = RouteOutput<typeof routes.getSqlRules>['functions'][number];

const columns: readonly Column<SqlFunction>[] = [
  { head: 'Function', kind: 'main', cell: ({ form }) => <code>{form}</code> },
  { head: 'Gives', cell: ({ description }) => description },
];

/** The functions that a query may call; there are many, so they open on demand. */
export function FunctionList({ functions }: { readonly functions: readonly SqlFunction[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="dataset" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All {functions.length} functions that a query may call</summary>
      {isOpen && (
        <DataTable label="Functions" columns={columns} rows={functions} keyOf={({ name }) => name} />
      )}
    </details>
  );
}
