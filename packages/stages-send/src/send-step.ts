import { type Clock, EngineError, sha256, toArtifactId } from '@daybook/kernel';
import { defineStep, type Step } from '@daybook/registry';
import { z } from 'zod';
import type { ArtifactSource } from './artifact-source.ts';
import type { Channel } from './channel.ts';
import type { Delivery, DeliveryOutcome } from './delivery.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { fillFileName } from './file-name-pattern.ts';
import { handOver } from './hand-over.ts';
import { type FileParams, sendParams } from './send-params.ts';

/** What the step needs of the outside world. */
export interface SendStepPorts {
  readonly artifacts: ArtifactSource;
  readonly deliveries: DeliveryStore;
  /** Every way of delivering that the application has; each name once. */
  readonly channels: readonly Channel[];
  readonly clock: Clock;
}

const output = z.strictObject({
  deliveries: z.array(
    z.strictObject({
      delivery_id: z.string().nullable().describe('null when an empty report was skipped.'),
      channel: z.string(),
      recipient: z.string().describe('For "file", the path below the folder for deliveries.'),
      status: z.enum(['sent', 'already_sent', 'skipped_empty', 'failed', 'unknown']),
    }),
  ),
});

/** The type and schemas of the step, as data: what a policy is checked against. */
export const sendStepShape = {
  type: 'send',
  summary: 'Delivers rendered artifacts, each report version once to each recipient.',
  params: sendParams,
  output,
} as const;

/**
 * The `send` step: hands artifacts to recipients, each report version at most once to each. All recipients are checked
 * before the first delivery, and all are tried before the step ends. If one refused or is unknown, the step fails and
 * says which, with the outcome of every delivery in the error's details; what was sent stays recorded, and the next
 * attempt does not send it again.
 * @throws {RangeError} at once, when a channel is listed twice.
 */
export function createSendStep(ports: SendStepPorts): Step<'send'> {
  const channels = new Map(ports.channels.map((channel) => [channel.name, channel]));
  if (channels.size < ports.channels.length) throw new RangeError('a delivery channel is listed twice');
  return defineStep({
    ...sendStepShape,
    effect: 'external-delivery',
    async execute(params, call) {
      if (params.channel === 'email') throw emailUnavailable();
      const channel = channels.get(params.channel);
      if (channel === undefined) throw channelMissing(params.channel);
      call.signal.throwIfAborted();
      const prepared = await prepareDeliveries(params, ports.artifacts);
      checkRecipients(prepared, channel);
      const outcomes: DeliveryOutcome[] = [];
      for (const delivery of prepared) {
        // Never between claim and outcome: an abort there would leave a delivery unknown for nothing.
        call.signal.throwIfAborted();
        outcomes.push(await handOver({ ...ports, channel }, delivery, call));
      }
      const result = { deliveries: outcomes.map(toDocument) };
      failUnlessAllArrived(outcomes, result);
      return result;
    },
  });
}

async function prepareDeliveries(
  params: FileParams,
  artifacts: ArtifactSource,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const { artifact_id: artifactId, sha256: expected } of params.artifacts) {
    const artifact = await artifacts.read(toArtifactId(artifactId));
    if (artifact === undefined) {
      throw new EngineError(
        'artifact.not-found',
        `Artifact "${artifactId}" is not there to be sent. Run the policy again from its render step.`,
      );
    }
    const { bytes } = artifact;
    const actual = sha256(bytes);
    if (actual !== artifact.sha256 || actual !== expected) {
      throw new EngineError(
        'store.damaged',
        `The bytes of artifact "${artifactId}" are not those that were rendered; nothing was sent. Run the policy again from its render step.`,
      );
    }
    const recipient = recipientPath(params, artifact);
    deliveries.push({ artifactId, artifact, bytes, sha256: actual, channel: params.channel, recipient });
  }
  return deliveries;
}

function recipientPath(
  { folder, name }: FileParams,
  artifact: {
    readonly report: string;
    readonly date: string;
    readonly version: number;
    readonly format: string;
  },
): string {
  const file = `${fillFileName(name, artifact)}.${artifact.format}`;
  return folder === undefined ? file : `${folder}/${file}`;
}

function checkRecipients(deliveries: readonly Delivery[], channel: Channel): void {
  const taken = new Map<string, string>();
  for (const { recipient, artifactId } of deliveries) {
    channel.checkRecipient(recipient);
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
  }
}

function toDocument({ deliveryId, channel, recipient, status }: DeliveryOutcome) {
  return { delivery_id: deliveryId, channel, recipient, status };
}

function failUnlessAllArrived(outcomes: readonly DeliveryOutcome[], result: z.output<typeof output>): void {
  const open = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
  if (open.length === 0) return;
  const lines = open.map(({ recipient, status, reason }) => `"${recipient}" ${status}: ${reason ?? ''}`);
  const anyFailed = open.some(({ status }) => status === 'failed');
  throw new EngineError(
    anyFailed ? 'delivery.rejected' : 'delivery.unknown',
    `${open.length} of ${outcomes.length} deliveries did not end well. ${lines.join(' · ')}`,
    { details: result },
  );
}

function emailUnavailable(): EngineError {
  return new EngineError(
    'step.unavailable',
    'The channel "email" is not there yet in this release; nothing was sent. Deliver into a folder: {"channel": "file"}.',
  );
}

function channelMissing(name: string): EngineError {
  return new EngineError(
    'delivery.rejected',
    `This application has no channel "${name}"; nothing was sent. Set the channel up, or send through another.`,
  );
}
