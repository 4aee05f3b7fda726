import { sha256, toArtifactId, toReportId, toRunId } from '@daybook/kernel';
import type { Artifact, ArtifactStore } from '../artifact-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every artifact store must do. `create` gives an empty one. */
export function artifactStoreContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<ArtifactStore>,
): void {
  describe('keeping artifacts', () => {
    it('gives back an artifact by its id and by its render key', async () => {
      const store = await create();
      await store.save(page);
      await store.save(pdf);
      for (const artifact of [page, pdf]) {
        expect(comparable(await store.read(artifact.artifactId))).toEqual(comparable(artifact));
        expect(comparable(await store.find(artifact.renderKey))).toEqual(comparable(artifact));
      }
    });

    it('knows no other artifact', async () => {
      const store = await create();
      await store.save(page);
      expect(await store.read(toArtifactId('art_none'))).toBeUndefined();
      expect(await store.find(sha256('no such key'))).toBeUndefined();
    });

    it('keeps the first artifact of an id', async () => {
      const store = await create();
      await store.save(page);
      await store.save({ ...page, bytes: Buffer.from('other'), runId: toRunId('run_2') });
      expect(comparable(await store.read(page.artifactId))).toEqual(comparable(page));
    });

    it('keeps two artifacts that were rendered under one key', async () => {
      const store = await create();
      const later = { ...page, artifactId: toArtifactId('art_9'), version: 3 };
      await store.save(page);
      await store.save(later);
      expect((await store.read(later.artifactId))?.version).toBe(3);
      expect((await store.find(page.renderKey))?.artifactId).toBe(page.artifactId);
    });
  });

  /** Bytes as text, whatever kind of array holds them. */
  function comparable(artifact: Artifact | undefined): unknown {
    return artifact && { ...artifact, bytes: Buffer.from(artifact.bytes).toString('hex') };
  }
}

const page = artifact('art_1', 'html', Buffer.from('<p>Straße 東京 🙂</p>'.repeat(100)));
const pdf = artifact('art_2', 'pdf', Uint8Array.of(37, 80, 68, 70, 0, 255, 254));

function artifact(id: string, format: Artifact['format'], bytes: Uint8Array): Artifact {
  return {
    artifactId: toArtifactId(id),
    reportId: toReportId('rep_1'),
    version: 1,
    format,
    name: `weekly-brief.${format}`,
    bytes,
    sha256: sha256(bytes),
    renderKey: sha256(`${id} ${format}`),
    runId: toRunId('run_1'),
  };
}
