import { type ReportSummary, type ReportVersion, routes } from '@daybook/api-contract';
import { ToolError } from './errors/tool-error.ts';
import { findPolicy } from './find-policy.ts';
import type { ToolContext } from './tool.ts';

/** A version of a report, and what else there is. */
export interface FoundReport extends ReportVersion {
  readonly id: string;
  /** All versions, newest first; only known when the report was found in a list. */
  readonly versions?: readonly number[];
  /** Other reports of the same policy. */
  readonly others?: readonly { readonly report_id: string; readonly title: string }[];
}

export interface ReportChoice {
  readonly report_id?: string | undefined;
  readonly policy_name?: string | undefined;
  readonly version?: number | undefined;
}

/** A store has far fewer; the bound ends a list that never would. */
const PAGES_READ = 100;

/**
 * The report version that is meant: of the id, else of the policy's newest report, else of the newest report of all.
 * @throws {ToolError} `usage.invalid` for both id and policy, `report.not-found`, `policy.not-found`.
 * @throws {ApiError}
 */
export async function findReport(choice: ReportChoice, context: ToolContext): Promise<FoundReport> {
  const { report_id: id, policy_name, version } = choice;
  if (id !== undefined && policy_name !== undefined) {
    throw new ToolError('usage.invalid', 'Name the report by report_id or by policy_name, not by both.');
  }
  if (id !== undefined && version !== undefined) return getVersion(id, version, context);
  const { report, others } =
    id === undefined ? await findNewest(policy_name, context) : await findById(id, context);
  const found =
    version === undefined || version === report.newest.version
      ? { ...report.newest, id: report.id }
      : await getVersion(report.id, version, context);
  return { ...found, versions: report.versions, others };
}

async function getVersion(
  id: string,
  version: number,
  { client, signal }: ToolContext,
): Promise<FoundReport> {
  return client.call(routes.getReportVersion, { params: { id, version } }, { signal });
}

interface Listed {
  readonly report: ReportSummary;
  readonly others: readonly { readonly report_id: string; readonly title: string }[];
}

async function findNewest(policyName: string | undefined, context: ToolContext): Promise<Listed> {
  const { client, signal } = context;
  const policy =
    policyName === undefined ? undefined : await findPolicy({ policy_name: policyName }, context);
  const query = { limit: 20, ...(policy === undefined ? {} : { policy_id: policy.id }) };
  const { items } = await client.call(routes.listReports, { query }, { signal });
  const [report, ...rest] = items;
  if (report === undefined) {
    const whose = policyName === undefined ? 'There is' : `Policy ${JSON.stringify(policyName)} has`;
    throw new ToolError(
      'report.not-found',
      `${whose} no report yet; a run whose store_report step succeeds makes one.`,
    );
  }
  return { report, others: rest.map(({ id, title }) => ({ report_id: id, title })) };
}

async function findById(id: string, { client, signal }: ToolContext): Promise<Listed> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_READ; page += 1) {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next_cursor } = await client.call(routes.listReports, { query }, { signal });
    const report = items.find((item) => item.id === id);
    if (report !== undefined) return { report, others: [] };
    if (next_cursor === null) break;
    cursor = next_cursor;
  }
  throw new ToolError('report.not-found', `There is no report ${id}; call without report_id for the newest.`);
}
