import { apiPrefix, routes } from '@daybook/api-contract';

/** Where an artifact's bytes are; `download` makes the browser keep them as a file. */
export function artifactLink(id: string, purpose: 'open' | 'download'): string {
  const path = `${apiPrefix}${routes.getArtifact.path.replace('{id}', encodeURIComponent(id))}`;
  return purpose === 'download' ? `${path}?download=true` : path;
}

/** Where a version of a report is shown as a page. */
export function previewLink(reportId: string, version: number): string {
  const path = routes.previewReport.path.replace('{id}', encodeURIComponent(reportId));
  return `${apiPrefix}${path.replace('{version}', String(version))}`;
}
