import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, EngineError, sha256, toReportId, toRunId, toSha256 } from '@daybook/kernel';
import { createMemoryDeliveryStore } from '@daybook/stages-send/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { DeliveryStore } from '../src/delivery-store.ts';
import { createEmailChannel } from '../src/email/email-channel.ts';
import { createLocalFileChannel } from '../src/local-file/local-file-channel.ts';
import { createSendStep, type SendStepPorts } from '../src/send-step.ts';
import {
  createFilledArtifacts,
  createTickingClock,
  type FilledArtifacts,
  stepCall,
} from './filled-artifacts.ts';
import { listAll, makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

let folder: TemporaryFolder;
let artifacts: FilledArtifacts;
let deliveries: DeliveryStore;
let ports: SendStepPorts;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  artifacts = createFilledArtifacts();
  deliveries = createMemoryDeliveryStore();
  const channels = [createLocalFileChannel({ folder: folder.root })];
  ports = { artifacts, deliveries, channels, clock: createTickingClock() };
});
afterEach(() => folder.remove());

const send = (given: object, call = stepCall()) =>
  createSendStep(ports).run({ channel: 'file', ...given }, call);
/** What is recorded of the first version, oldest first. */
const rows = () => deliveries.list(toReportId('rep_1'), 1);
const textOf = (path: string) => readFile(join(folder.root, path), 'utf8');
const nothingWritten = async () => {
  expect(await listAll(folder.path)).toEqual([]);
  expect(await rows()).toEqual([]);
};

describe('send', () => {
  it('delivers each artifact and records it', async () => {
    const output = await send({ artifacts: [artifacts.add('html', '<p>'), artifacts.add('pdf', '%PDF')] });
    const [html, pdf] = await rows();
    expect(output).toEqual({
      deliveries: [
        {
          delivery_id: html?.deliveryId,
          channel: 'file',
          recipient: 'weekly-brief-2020-12-31-v1.html',
          status: 'sent',
        },
        {
          delivery_id: pdf?.deliveryId,
          channel: 'file',
          recipient: 'weekly-brief-2020-12-31-v1.pdf',
          status: 'sent',
        },
      ],
    });
    expect(await textOf('weekly-brief-2020-12-31-v1.html')).toBe('<p>');
    expect(await textOf('weekly-brief-2020-12-31-v1.pdf')).toBe('%PDF');
    expect(html).toMatchObject({
      artifactId: 'art_1',
      status: 'sent',
      reason: null,
      at: '2021-01-01T08:00:01.000Z',
      finishedAt: '2021-01-01T08:00:02.000Z',
      deliveryKey: sha256(canonicalJson(['rep_1', 1, 'file', 'weekly-brief-2020-12-31-v1.html'])),
    });
  });

  it('names files by folder and pattern', async () => {
    await send({
      artifacts: [artifacts.add('pdf', 'x')],
      folder: 'briefs/weekly',
      name: 'Brief {version} of {date}',
    });
    expect(await listAll(folder.root)).toContain('briefs/weekly/Brief 1 of 2020-12-31.pdf');
  });

  it('delivers nothing twice, also when the file was taken away', async () => {
    const reference = artifacts.add('pdf', 'x');
    await send({ artifacts: [reference] });
    await rm(folder.root, { recursive: true });
    const output = await send({ artifacts: [reference] }, stepCall({ runId: toRunId('run_2') }));
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(output).toMatchObject({
      deliveries: [{ status: 'already_sent', delivery_id: row?.deliveryId }],
    });
    expect(await listAll(folder.path)).toEqual([]);
  });

  it('delivers the next version beside the first', async () => {
    await send({ artifacts: [artifacts.add('pdf', 'one')] });
    await send({ artifacts: [artifacts.add('pdf', 'two', { version: 2, date: '2021-01-08' })] });
    expect(await listAll(folder.root)).toEqual([
      'weekly-brief-2020-12-31-v1.pdf',
      'weekly-brief-2021-01-08-v2.pdf',
    ]);
  });

  it('skips an empty report whose policy says so', async () => {
    const output = await send({ artifacts: [artifacts.add('pdf', 'x', { skip: true })] });
    expect(output).toMatchObject({ deliveries: [{ delivery_id: null, status: 'skipped_empty' }] });
    await nothingWritten();
  });

  it('claims before it writes', async () => {
    const before: string[] = [];
    const { claim } = deliveries;
    deliveries.claim = async (intent) => {
      before.push(...(await listAll(folder.path)));
      return claim(intent);
    };
    await send({ artifacts: [artifacts.add('pdf', 'x')] });
    expect(before).toEqual([]);
  });
});

describe('send, when one delivery fails', () => {
  const blocked = 'weekly-brief-2020-12-31-v1.html';

  beforeEach(async () => {
    await mkdir(folder.root);
    await writeFile(join(folder.root, blocked), 'mine');
  });

  it('delivers the others, records all outcomes, and fails naming it', async () => {
    const references = [artifacts.add('html', '<p>'), artifacts.add('pdf', '%PDF')];
    await expect(send({ artifacts: references })).rejects.toMatchObject({
      code: 'delivery.rejected',
      advice: { kind: 'never' },
      message: expect.stringMatching(/^1 of 2 deliveries.*v1\.html" failed: .*holds another file already/),
      details: { deliveries: [{ recipient: blocked, status: 'failed' }, { status: 'sent' }] },
    });
    expect(await textOf('weekly-brief-2020-12-31-v1.pdf')).toBe('%PDF');
    expect(await rows()).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('never overwrites') },
      { status: 'sent', reason: null },
    ]);
  });

  it('tries only that one again', async () => {
    const references = [artifacts.add('html', '<p>'), artifacts.add('pdf', '%PDF')];
    await expect(send({ artifacts: references })).rejects.toMatchObject({ code: 'delivery.rejected' });
    await rm(join(folder.root, blocked));
    expect(await send({ artifacts: references }, stepCall({ attempt: 2 }))).toMatchObject({
      deliveries: [{ status: 'sent' }, { status: 'already_sent' }],
    });
    expect((await rows()).map(({ status }) => status)).toEqual(['failed', 'sent', 'sent']);
  });
});

describe('send, after a crash', () => {
  /** A run that ended between the claim and its outcome. */
  async function crash(reference: object) {
    const { settle } = deliveries;
    deliveries.settle = () => Promise.reject(new EngineError('store.failed', 'The power went out.'));
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({ code: 'store.failed' });
    deliveries.settle = settle;
    expect(await rows()).toMatchObject([{ status: 'sending' }]);
  }
  const file = 'weekly-brief-2020-12-31-v1.pdf';

  it('records as sent what arrived', async () => {
    const reference = artifacts.add('pdf', 'x');
    await crash(reference);
    const output = await send({ artifacts: [reference] });
    const [row, ...others] = await rows();
    expect(row).toMatchObject({ status: 'sent' });
    expect(others).toEqual([]);
    expect(output).toMatchObject({ deliveries: [{ status: 'sent', delivery_id: row?.deliveryId }] });
  });

  it('delivers what did not arrive', async () => {
    const reference = artifacts.add('pdf', 'x');
    await crash(reference);
    await rm(join(folder.root, file));
    expect(await send({ artifacts: [reference] })).toMatchObject({ deliveries: [{ status: 'sent' }] });
    expect(await textOf(file)).toBe('x');
    expect(await rows()).toMatchObject([{ status: 'sent' }]);
  });

  it('leaves unknown what it cannot tell', async () => {
    const reference = artifacts.add('pdf', 'x');
    await crash(reference);
    await writeFile(join(folder.root, file), 'half');
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({
      code: 'delivery.unknown',
      message: expect.stringContaining(`"${file}" unknown: an earlier attempt was interrupted`),
      details: { deliveries: [{ status: 'unknown' }] },
    });
    expect(await textOf(file)).toBe('half');
    expect(await rows()).toMatchObject([{ status: 'unknown' }]);
  });

  it('leaves a delivery open when its channel breaks in a way that it cannot name', async () => {
    const broken = {
      ...createLocalFileChannel({ folder: folder.root }),
      deliver: () => Promise.reject(new TypeError('no such thing')),
    };
    ports = { ...ports, channels: [broken] };
    await expect(send({ artifacts: [artifacts.add('pdf', 'x')] })).rejects.toThrow('no such thing');
    expect(await rows()).toMatchObject([{ status: 'sending' }]);
  });
});

describe('send, before anything is written', () => {
  it('refuses two artifacts for one path', async () => {
    const references = [artifacts.add('pdf', 'one'), artifacts.add('pdf', 'two', { version: 2 })];
    await expect(send({ artifacts: references, name: '{report}' })).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringContaining('"art_1" and "art_2" would both become "weekly-brief.pdf"'),
    });
    await nothingWritten();
  });

  it('refuses an artifact that is not there', async () => {
    const missing = artifacts.add('pdf', 'x');
    artifacts.kept.clear();
    await expect(
      send({ artifacts: [artifacts.add('html', '<p>'), { ...missing, artifact_id: 'art_9' }] }),
    ).rejects.toMatchObject({
      code: 'artifact.not-found',
      message: expect.stringContaining('"art_9"'),
    });
    await nothingWritten();
  });

  it('refuses bytes that are not those that were rendered', async () => {
    const reference = artifacts.add('pdf', 'x', { sha256: toSha256('0'.repeat(64)) });
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({ code: 'store.damaged' });
    const other = { ...artifacts.add('pdf', 'x'), sha256: '1'.repeat(64) };
    await expect(send({ artifacts: [other] })).rejects.toMatchObject({ code: 'store.damaged' });
    await nothingWritten();
  });

  it('refuses a slug that would leave the folder', async () => {
    const reference = artifacts.add('pdf', 'x', { report: '../weekly' });
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({ code: 'delivery.rejected' });
    await nothingWritten();
  });

  it.each([
    ['no artifacts', { artifacts: [] }, 'artifacts'],
    ['an unknown placeholder', { name: '{title}' }, 'a name may hold {report}, {date}, {version}'],
    ['a name with a slash', { name: 'a/{report}' }, 'put folders into "folder"'],
    ['a device name', { name: 'con' }, 'the name of a device'],
    ['a folder above', { folder: '../out' }, 'holds ".."'],
    ['an absolute folder', { folder: '/tmp' }, 'is absolute'],
    ['another channel', { channel: 'fax' }, 'channel'],
    ['a key that it does not know', { overwrite: true }, 'overwrite'],
  ])('refuses %s', async (_, given, message) => {
    const reference = artifacts.add('pdf', 'x');
    await expect(send({ artifacts: [reference], ...given })).rejects.toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringContaining(message),
    });
    await nothingWritten();
  });

  it('refuses when the application has no such channel', async () => {
    ports = { ...ports, channels: [] };
    await expect(send({ artifacts: [artifacts.add('pdf', 'x')] })).rejects.toMatchObject({
      message: expect.stringContaining('no channel "file"'),
    });
  });

  it('does nothing once it was aborted', async () => {
    const reason = new EngineError('run.cancelled', 'Cancelled.');
    const call = stepCall({ signal: AbortSignal.abort(reason) });
    await expect(send({ artifacts: [artifacts.add('pdf', 'x')] }, call)).rejects.toBe(reason);
    await nothingWritten();
  });
});

describe('createSendStep', () => {
  it('stops between deliveries, never within one', async () => {
    const controller = new AbortController();
    const { claim } = deliveries;
    deliveries.claim = (intent) => {
      controller.abort(new EngineError('step.timeout', 'Too slow.'));
      return claim(intent);
    };
    const references = [artifacts.add('html', '<p>'), artifacts.add('pdf', 'x')];
    await expect(
      send({ artifacts: references }, stepCall({ signal: controller.signal })),
    ).rejects.toMatchObject({
      code: 'step.timeout',
    });
    expect(await rows()).toMatchObject([{ recipient: 'weekly-brief-2020-12-31-v1.html', status: 'sent' }]);
  });

  it('refuses a channel that is listed twice', () => {
    const channels = [...ports.channels, ...ports.channels];
    expect(() => createSendStep({ ...ports, channels })).toThrow(RangeError);
  });

  it('refuses a channel for mail without a quota', () => {
    const email = createEmailChannel({ transport: () => Promise.resolve(undefined) });
    expect(() => createSendStep({ ...ports, channels: [email] })).toThrow(RangeError);
  });

  it('describes its parameters as JSON Schema', () => {
    const schema = z.toJSONSchema(createSendStep(ports).paramsSchema, { io: 'input' });
    expect(JSON.stringify(schema)).toContain('{report}, {date}');
  });
});
