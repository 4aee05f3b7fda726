import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';
import { artifactSummary } from './runs.ts';
import { idOf, instant, sha256 } from './texts.ts';

/** One version of a report. */
export const reportVersion = z.object({
  version: z.number().int(),
  title: z.string(),
  as_of: instant.describe('The instant that the run which made it was for.'),
  run_id: idOf('run'),
  empty: z.boolean(),
  snapshot_sha256: sha256,
  artifacts: z.array(artifactSummary),
});
export type ReportVersion = z.output<typeof reportVersion>;

/** A report in a list. */
export const reportSummary = z.object({
  id: idOf('rep'),
  report: z.string().describe('Its slug.'),
  title: z.string(),
  policy_id: idOf('pol'),
  policy_name: z.string(),
  newest: reportVersion,
  versions: z.array(z.number().int()).describe('Newest first.'),
});
export type ReportSummary = z.output<typeof reportSummary>;

const byVersion = z.object({ id: idOf('rep'), version: z.coerce.number().int().min(1) });

export const reportRoutes = {
  listReports: defineRoute({
    method: 'GET',
    path: '/reports',
    scope: 'read',
    summary: 'Reports, the one with the newest version first.',
    query: pageQuery.extend({ policy_id: idOf('pol').optional() }).optional(),
    answer: pageOf(reportSummary),
  }),
  getReportVersion: defineRoute({
    method: 'GET',
    path: '/reports/{id}/versions/{version}',
    scope: 'read',
    summary: 'One version of a report with its artifacts.',
    params: byVersion,
    answer: reportVersion.extend({ id: idOf('rep'), report: z.string(), policy_id: idOf('pol') }),
  }),
  previewReport: defineRoute({
    method: 'GET',
    path: '/reports/{id}/versions/{version}/preview',
    scope: 'read',
    summary: 'The version as an HTML page.',
    params: byVersion,
    media: 'text/html',
  }),
  getArtifact: defineRoute({
    method: 'GET',
    path: '/artifacts/{id}',
    scope: 'read',
    summary: 'The bytes of an artifact.',
    params: z.object({ id: idOf('art') }),
    query: z.strictObject({ download: z.enum(['true', 'false']).optional() }).optional(),
    media: 'application/octet-stream',
  }),
};
