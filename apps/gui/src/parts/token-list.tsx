import { routes, type TokenDocument } from '@daybook/api-contract';
import { useState } from 'react';
import { useChange } from '../api/use-change.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Empty } from './empty.tsx';
import { Moment } from './moment.tsx';
import { ProblemNote } from './problem-note.tsx';
import { TokenForm } from './token-form.tsx';

const columns: readonly Column<TokenDocument>[] = [
  {
    head: 'Name',
    kind: 'main',
    cell: ({ name, kind }) => (
      <>
        <bdi>{name}</bdi> <span className="faint">{kind}</span>
      </>
    ),
  },
  { head: 'May', cell: ({ scopes }) => scopes.join(', ') },
  { head: 'Made', cell: ({ created_at }) => <Moment at={created_at} /> },
  { head: 'Revoke', kind: 'actions', cell: (token) => <Revoke token={token} /> },
];

/** Who else may use this Daybook; no token can approve anything. */
export function TokenList({ tokens }: { readonly tokens: readonly TokenDocument[] }) {
  return (
    <>
      {tokens.length === 0 ? (
        <Empty title="No tokens.">
          <p>An agent that comes over HTTP needs one. Make it below; it can never approve a policy.</p>
        </Empty>
      ) : (
        <DataTable label="Tokens" columns={columns} rows={tokens} keyOf={({ id }) => id} />
      )}
      <TokenForm />
    </>
  );
}

function Revoke({ token: { id, name } }: { readonly token: TokenDocument }) {
  const [isAsking, setAsking] = useState(false);
  const revoke = useChange(routes.revokeToken, { makesOld: ['tokens'] });
  return (
    <>
      <ActionButton onClick={() => setAsking(true)} isUnderWay={revoke.isUnderWay} label={`Revoke ${name}`}>
        Revoke
      </ActionButton>
      {isAsking && (
        <ConfirmDialog
          title={`Revoke “${name}”?`}
          confirm="Revoke it"
          onConfirm={() => revoke.ask({ params: { id } })}
          onClose={() => setAsking(false)}
        >
          <p>Whoever uses it is shut out at once. A revoked token can't be brought back.</p>
        </ConfirmDialog>
      )}
      {revoke.problem !== null && <ProblemNote problem={revoke.problem} title="Not revoked" />}
    </>
  );
}
