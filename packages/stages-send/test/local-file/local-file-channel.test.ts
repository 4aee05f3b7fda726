import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, toInstant } from '@daybook/kernel';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FileChannel, FileParcel } from '../../src/channel.ts';
import { createLocalFileChannel } from '../../src/local-file/local-file-channel.ts';
import { listAll, makeTemporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';

let folder: TemporaryFolder;
let channel: FileChannel;
let deliver: (parcel: FileParcel) => Promise<void>;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  channel = createLocalFileChannel({ folder: folder.root });
  const call = {
    at: toInstant(0),
    signal: new AbortController().signal,
    takeQuota: () => Promise.reject(new Error('A file costs no mail.')),
  };
  deliver = (given) => channel.deliver(given, call);
});
afterEach(() => folder.remove());

function parcel(recipient: string, text = 'A report.'): FileParcel {
  const bytes = Buffer.from(text);
  return { recipient, bytes, sha256: sha256(bytes) };
}

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('local file channel', () => {
  it('writes exactly the bytes and leaves nothing else behind', async () => {
    await deliver(parcel('briefs/2020/brief.pdf', 'Žluť 株 😀'));
    expect(await readFile(join(folder.root, 'briefs/2020/brief.pdf'), 'utf8')).toBe('Žluť 株 😀');
    expect(await listAll(folder.root)).toEqual(['briefs', 'briefs/2020', 'briefs/2020/brief.pdf']);
  });

  it('makes files and folders that only their owner can read', async () => {
    await deliver(parcel('briefs/brief.pdf'));
    expect(await modeOf(folder.root)).toBe(0o700);
    expect(await modeOf(join(folder.root, 'briefs'))).toBe(0o700);
    expect(await modeOf(join(folder.root, 'briefs/brief.pdf'))).toBe(0o600);
  });

  it('delivers into folders that are there already', async () => {
    await deliver(parcel('briefs/one.pdf'));
    await deliver(parcel('briefs/two.pdf'));
    expect(await listAll(join(folder.root, 'briefs'))).toEqual(['one.pdf', 'two.pdf']);
  });

  it('accepts the same bytes again', async () => {
    await deliver(parcel('brief.pdf'));
    await deliver(parcel('brief.pdf'));
    expect(await listAll(folder.root)).toEqual(['brief.pdf']);
  });

  it('never overwrites another file', async () => {
    await mkdir(folder.root);
    for (const there of ['mine', 'A reporT.']) {
      await writeFile(join(folder.root, 'brief.pdf'), there);
      await expect(deliver(parcel('brief.pdf'))).rejects.toMatchObject({
        code: 'delivery.rejected',
        message: expect.stringContaining('"brief.pdf" holds another file already'),
      });
      expect(await readFile(join(folder.root, 'brief.pdf'), 'utf8')).toBe(there);
    }
    expect(await listAll(folder.root)).toEqual(['brief.pdf']);
  });

  it('lets one of two writers of a name win, whole', async () => {
    const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(200_000));
    const results = await Promise.allSettled(texts.map((text) => deliver(parcel('brief.pdf', text))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(texts).toContain(await readFile(join(folder.root, 'brief.pdf'), 'utf8'));
    expect(await listAll(folder.root)).toEqual(['brief.pdf']);
  });

  it('follows no link in the place of a folder', async () => {
    const outside = join(folder.path, 'outside');
    await mkdir(outside);
    await mkdir(folder.root);
    await symlink(outside, join(folder.root, 'briefs'));
    for (const recipient of ['briefs/brief.pdf', 'briefs/deep/brief.pdf']) {
      await expect(deliver(parcel(recipient))).rejects.toMatchObject({
        code: 'delivery.rejected',
        message: expect.stringContaining('"briefs" in it is a link'),
      });
    }
    expect(await listAll(outside)).toEqual([]);
  });

  it('follows no link in the place of the file', async () => {
    const outside = join(folder.path, 'outside.txt');
    await mkdir(folder.root);
    await symlink(outside, join(folder.root, 'dangling.pdf'));
    await expect(deliver(parcel('dangling.pdf'))).rejects.toMatchObject({
      code: 'delivery.rejected',
    });
    await writeFile(outside, 'A report.');
    await symlink(outside, join(folder.root, 'equal.pdf'));
    await expect(deliver(parcel('equal.pdf'))).rejects.toMatchObject({ code: 'delivery.rejected' });
    expect(await listAll(folder.path)).toEqual([
      'outbox',
      'outbox/dangling.pdf',
      'outbox/equal.pdf',
      'outside.txt',
    ]);
  });

  it('may be given a root that is a link', async () => {
    await mkdir(join(folder.path, 'real'));
    await symlink(join(folder.path, 'real'), folder.root);
    await deliver(parcel('briefs/brief.pdf'));
    expect(await listAll(join(folder.path, 'real'))).toEqual(['briefs', 'briefs/brief.pdf']);
  });

  it('refuses a folder whose place a file takes', async () => {
    await deliver(parcel('briefs'));
    await expect(deliver(parcel('briefs/brief.pdf'))).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringContaining('"briefs" in it is a file'),
    });
  });

  it('waits for no one when a pipe takes the place of the file', async () => {
    await mkdir(folder.root);
    execFileSync('mkfifo', [join(folder.root, 'brief.pdf')]);
    await expect(deliver(parcel('brief.pdf'))).rejects.toMatchObject({ code: 'delivery.rejected' });
  });

  it('says in words what the file system refuses', async () => {
    await writeFile(folder.root, 'a file in the place of the folder');
    await expect(deliver(parcel('brief.pdf'))).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringMatching(/^"brief.pdf" could not be written: /),
    });
  });

  it.each(['../brief.pdf', '/tmp/brief.pdf', 'a\\b.pdf', 'nul.pdf', 'a\0.pdf'])(
    'refuses %j',
    async (recipient) => {
      expect(() => channel.checkRecipient(recipient)).toThrow(
        expect.objectContaining({ code: 'delivery.rejected' }),
      );
      await expect(deliver(parcel(recipient))).rejects.toMatchObject({ code: 'delivery.rejected' });
      expect(await listAll(folder.path)).toEqual([]);
    },
  );
});

describe('local file channel, asked what arrived', () => {
  it('knows what it delivered', async () => {
    await deliver(parcel('briefs/brief.pdf'));
    expect(await channel.findOut(parcel('briefs/brief.pdf'))).toBe('arrived');
  });

  it('knows that nothing is there, and makes nothing', async () => {
    expect(await channel.findOut(parcel('briefs/brief.pdf'))).toBe('missing');
    expect(await listAll(folder.path)).toEqual([]);
  });

  it.each(['mine', 'A reporT.', ''])('cannot tell when %j is there', async (text) => {
    await deliver(parcel('brief.pdf', text));
    expect(await channel.findOut(parcel('brief.pdf'))).toBe('unclear');
  });

  it('cannot tell when a link is there', async () => {
    await deliver(parcel('other.pdf'));
    await symlink(join(folder.root, 'other.pdf'), join(folder.root, 'brief.pdf'));
    expect(await channel.findOut(parcel('brief.pdf'))).toBe('unclear');
  });

  it('looks behind no link in the place of a folder', async () => {
    await deliver(parcel('real/brief.pdf'));
    await symlink(join(folder.root, 'real'), join(folder.root, 'linked'));
    expect(await channel.findOut(parcel('linked/brief.pdf'))).toBe('missing');
  });
});
