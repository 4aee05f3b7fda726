import type { Quotas } from '@daybook/guardrails';
import type { DatasetCatalogue } from '@daybook/persistence';
import type { RunAdHocQuery } from '../../engine/ad-hoc-query.ts';
import { listDatasets } from '../../engine/list-datasets.ts';
import { sqlRules } from '../../engine/sql-rules.ts';
import type { Handlers } from '../handler.ts';

export interface DataHandlerPorts {
  readonly catalogue: DatasetCatalogue;
  readonly runQuery: RunAdHocQuery;
  readonly quotas: Pick<Quotas, 'take'>;
}

type DataHandlers = Pick<Handlers, 'listDatasets' | 'getSqlRules' | 'runQuery'>;

/** What is stored, and questions to it. */
export function createDataHandlers({ catalogue, runQuery, quotas }: DataHandlerPorts): DataHandlers {
  return {
    listDatasets: async ({ query }) => ({
      items: [
        ...(await listDatasets(catalogue, { name: query?.name, withSample: query?.sample === 'true' })),
      ],
    }),
    getSqlRules: async () => sqlRules(),
    async runQuery({ body: { sql, params = {} }, caller, signal }) {
      // Before the text is looked at: also what is refused costs work.
      if (caller.kind === 'agent') await quotas.take('sql');
      return runQuery({ sql, params, signal });
    },
  };
}
