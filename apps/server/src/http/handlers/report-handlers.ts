import {
  EngineError,
  parseInstant,
  type ReportId,
  toArtifactId,
  toPolicyId,
  toReportId,
} from '@daybook/kernel';
import type {
  DryRunArtifacts,
  ReportCatalogue,
  ReportSummary,
  ReportVersionSummary,
} from '@daybook/persistence';
import type { ArtifactStore } from '@daybook/stages-render';
import type { ReportStore } from '@daybook/stages-report';
import type { Handlers } from '../handler.ts';
import { fromCursor, toPage } from '../page-cursor.ts';
import { reportHeaders } from '../security-headers.ts';

export interface ReportHandlerPorts {
  readonly catalogue: ReportCatalogue;
  readonly reports: ReportStore;
  readonly artifacts: ArtifactStore;
  readonly dryRunArtifacts: DryRunArtifacts;
  /** The HTML of a version that was not rendered as HTML when it was made. */
  readonly renderHtml: (reportId: ReportId, version: number) => Promise<Uint8Array | undefined>;
}

type ReportHandlers = Pick<Handlers, 'listReports' | 'getReportVersion' | 'previewReport' | 'getArtifact'>;

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  email: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  png: 'image/png',
};

/** Reports and the bytes that were rendered of them. */
export function createReportHandlers({
  catalogue,
  reports,
  artifacts,
  dryRunArtifacts,
  renderHtml,
}: ReportHandlerPorts): ReportHandlers {
  async function find(reportId: ReportId, version: number): Promise<ReportVersionSummary> {
    const found = (await catalogue.versions(reportId)).find((entry) => entry.version === version);
    if (found !== undefined) return found;
    throw notFound(reportId, version);
  }

  async function toVersion(reportId: ReportId, entry: ReportVersionSummary) {
    const rendered = await catalogue.artifactsOf(reportId, entry.version);
    return {
      version: entry.version,
      title: entry.title,
      as_of: entry.asOf,
      run_id: entry.runId,
      empty: entry.empty,
      snapshot_sha256: entry.snapshotSha256,
      artifacts: rendered.map(({ artifactId, format, name, bytes }) => ({
        id: artifactId,
        report_id: reportId,
        version: entry.version,
        format,
        name,
        bytes,
      })),
    };
  }

  async function toReport(entry: ReportSummary) {
    const versions = await catalogue.versions(entry.reportId);
    return {
      id: entry.reportId,
      report: entry.report,
      title: entry.newest.title,
      policy_id: entry.policyId,
      policy_name: entry.policyName,
      newest: await toVersion(entry.reportId, entry.newest),
      versions: versions.map(({ version }) => version),
    };
  }

  return {
    async listReports({ query = { limit: 50 } }) {
      const { limit, cursor, policy_id: policyId } = query;
      const [asOf, reportId] = cursor === undefined ? [] : fromCursor(cursor, ['instant', 'id']);
      const instant = asOf === undefined ? undefined : parseInstant(asOf);
      const rows = await catalogue.list({
        limit: limit + 1,
        ...(policyId === undefined ? {} : { policyId: toPolicyId(policyId) }),
        ...(instant === undefined || reportId === undefined
          ? {}
          : { before: { asOf: instant, reportId: toReportId(reportId) } }),
      });
      const page = toPage(rows, limit, {
        item: (entry) => entry,
        cursor: (entry) => [entry.newest.asOf, entry.reportId],
      });
      return { ...page, items: await Promise.all(page.items.map(toReport)) };
    },

    async getReportVersion({ params: { id, version } }) {
      const reportId = toReportId(id);
      const stored = await reports.load(reportId, version);
      if (stored === undefined) throw notFound(id, version);
      const { report, policyId } = stored;
      return {
        ...(await toVersion(reportId, await find(reportId, version))),
        id: reportId,
        report,
        policy_id: policyId,
      };
    },

    async previewReport({ params: { id, version } }) {
      const reportId = toReportId(id);
      await find(reportId, version);
      const rendered = await catalogue.artifactsOf(reportId, version);
      const html = rendered.find(({ format }) => format === 'html');
      const stored = html === undefined ? undefined : await artifacts.read(html.artifactId);
      const bytes = stored?.bytes ?? (await renderHtml(reportId, version));
      if (bytes === undefined) throw new EngineError('report.not-found', `The report ${id} can't be shown.`);
      return respond(bytes, 'html');
    },

    async getArtifact({ params, query }) {
      const artifactId = toArtifactId(params.id);
      const artifact = (await artifacts.read(artifactId)) ?? (await dryRunArtifacts.read(artifactId));
      if (artifact === undefined) {
        throw new EngineError('artifact.not-found', `There is no artifact ${params.id}.`);
      }
      const name =
        artifact.format === 'email' ? artifact.name.replace(/\.email$/, '.mail.html') : artifact.name;
      return respond(artifact.bytes, artifact.format, query?.download === 'true' ? name : undefined);
    },
  };
}

function notFound(id: string, version: number): EngineError {
  return new EngineError('report.not-found', `There is no version ${version} of the report ${id}.`);
}

function respond(bytes: Uint8Array, format: string, download?: string): Response {
  const type = contentTypes[format] ?? 'application/octet-stream';
  // A name is a slug with an extension, so it needs no escaping.
  const disposition = download === undefined ? 'inline' : `attachment; filename="${download}"`;
  // A sandboxed PDF would not be shown by the browser's own viewer, and holds no script of ours.
  const { 'content-security-policy': policy = '', ...others } = reportHeaders;
  return new Response(Buffer.from(bytes), {
    headers: {
      ...others,
      ...(format === 'pdf' ? {} : { 'content-security-policy': policy }),
      'content-type': type,
      'content-disposition': disposition,
      'cache-control': 'private, no-cache',
    },
  });
}
