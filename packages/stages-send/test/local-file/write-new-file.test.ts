import { link, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, toInstant } from '@daybook/kernel';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalFileChannel } from '../../src/local-file/local-file-channel.ts';
import { writeNewFile } from '../../src/local-file/write-new-file.ts';
import { listAll, makeTemporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';

const bytes = Buffer.from('A report.');
const content = { bytes, sha256: sha256(bytes) };
const call = { at: toInstant(0), signal: new AbortController().signal, takeQuota: async () => undefined };

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  await mkdir(folder.root);
});
afterEach(() => folder.remove());

/** Writes as a process does that dies before the file has its name. @returns the file that it leaves. */
async function dieWhileWriting(): Promise<string> {
  await new Promise<void>((resolve) => {
    void writeNewFile(folder.root, 'brief.pdf', content, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  const [left = ''] = await listAll(folder.root);
  return join(folder.root, left);
}

describe('a file whose writer died', () => {
  it('leaves nothing behind once somebody asked, and it was written again', async () => {
    await dieWhileWriting();
    expect(await listAll(folder.root)).toEqual([
      expect.stringMatching(/^\.[0-9a-f]{32}-[0-9a-f-]{36}\.part$/),
    ]);
    const channel = createLocalFileChannel({ folder: folder.root });
    const parcel = { recipient: 'brief.pdf', ...content };
    expect(await channel.findOut(parcel)).toBe('missing');
    await channel.deliver(parcel, call);
    expect(await listAll(folder.root)).toEqual(['brief.pdf']);
    expect(await readFile(join(folder.root, 'brief.pdf'))).toEqual(bytes);
  });

  it('leaves nothing behind when it had its name already', async () => {
    await link(await dieWhileWriting(), join(folder.root, 'brief.pdf'));
    const channel = createLocalFileChannel({ folder: folder.root });
    expect(await channel.findOut({ recipient: 'brief.pdf', ...content })).toBe('arrived');
    expect(await listAll(folder.root)).toEqual(['brief.pdf']);
  });

  it('leaves the unfinished files of others alone', async () => {
    await dieWhileWriting();
    const other = Buffer.from('Another report.');
    const parcel = { recipient: 'other.pdf', bytes: other, sha256: sha256(other) };
    await createLocalFileChannel({ folder: folder.root }).deliver(parcel, call);
    expect(await listAll(folder.root)).toEqual([expect.stringMatching(/\.part$/), 'other.pdf']);
  });
});

describe('two who write the same file at once', () => {
  /** Begins to write. @returns once all is on disk but the name, what lets it go on and its end. */
  async function begin() {
    const gate = new AbortController();
    const publish = new Promise<void>((resolve) => gate.signal.addEventListener('abort', () => resolve()));
    let ended: Promise<void> = Promise.resolve();
    await new Promise<void>((written) => {
      ended = writeNewFile(folder.root, 'brief.pdf', content, () => {
        written();
        return publish;
      });
    });
    return { ended, goOn: () => gate.abort() };
  }

  it('never take each other’s unfinished file for their own', async () => {
    const first = await begin();
    const second = await begin();
    first.goOn();
    await first.ended;
    const { ino } = await stat(join(folder.root, 'brief.pdf'));
    second.goOn();
    // It still has its file, and finds the name taken.
    await expect(second.ended).rejects.toMatchObject({ code: 'EEXIST' });
    expect((await stat(join(folder.root, 'brief.pdf'))).ino).toBe(ino);
    expect(await listAll(folder.root)).toEqual(['brief.pdf']);
  });
});
