/** Where a person sees a thing in the GUI. */
export interface Links {
  readonly base: string;
  policy(policyId: string): string;
  run(runId: string): string;
  report(reportId: string): string;
  readonly emailSettings: string;
}

/** Links below the address of a server. */
export function createLinks(base: string): Links {
  return {
    base,
    policy: (policyId) => `${base}/policies/${policyId}`,
    run: (runId) => `${base}/runs/${runId}`,
    report: (reportId) => `${base}/reports/${reportId}`,
    emailSettings: `${base}/settings`,
  };
}
