import { EngineError } from '@daybook/kernel';
import type { DeliverableArtifact } from './artifact-source.ts';
import type { FileParcel } from './channel.ts';
import type { Delivery } from './delivery.ts';
import { fillFileName } from './file-name-pattern.ts';
import type { NamedArtifact } from './read-artifacts.ts';
import type { FileParams } from './send-params.ts';

/**
 * One file for each artifact.
 * @throws {EngineError} `delivery.rejected` when two artifacts would become one file.
 */
export function planFiles(
  params: FileParams,
  artifacts: readonly NamedArtifact[],
): readonly Delivery<FileParcel>[] {
  const taken = new Map<string, string>();
  return artifacts.map(({ artifactId, artifact }) => {
    const { bytes, sha256 } = artifact;
    const recipient = recipientPath(params, artifact);
    // Many file systems take names that differ in case only for the same.
    const key = recipient.toLowerCase();
    const other = taken.get(key);
    if (other !== undefined) {
      throw new EngineError(
        'delivery.rejected',
        `Artifacts "${other}" and "${artifactId}" would both become "${recipient}"; nothing was sent. Put {report} and {version} into "name".`,
      );
    }
    taken.set(key, artifactId);
    return { artifactId, artifact, channel: 'file', recipient, parcel: { recipient, bytes, sha256 } };
  });
}

function recipientPath({ folder, name }: FileParams, artifact: DeliverableArtifact): string {
  const file = `${fillFileName(name, artifact)}.${artifact.format}`;
  return folder === undefined ? file : `${folder}/${file}`;
}
