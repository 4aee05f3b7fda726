import type { ArtifactSummary } from '@daybook/api-contract';
import { artifactLink } from '../links.ts';
import { formatBytes } from '../words/amounts.ts';

/** Files that were made, each to open or to keep. */
export function ArtifactList({ artifacts }: { readonly artifacts: readonly ArtifactSummary[] }) {
  return (
    <ul className="files">
      {artifacts.map(({ id, name, format, bytes }) => (
        <li key={id} className="file">
          <span className="file-format">{format}</span>
          <span className="file-name words">{name}</span>
          <span className="faint numeric">{formatBytes(bytes)}</span>
          <span className="file-links">
            <a href={artifactLink(id, 'open')} target="_blank" rel="noreferrer" aria-label={`Open ${name}`}>
              Open
            </a>
            <a href={artifactLink(id, 'download')} download={name} aria-label={`Download ${name}`}>
              Download
            </a>
          </span>
        </li>
      ))}
    </ul>
  );
}
