import { type Clock, EngineError } from '@daybook/kernel';
import { defineStep, type Step, type StepCall } from '@daybook/registry';
import { z } from 'zod';
import type { ArtifactSource } from './artifact-source.ts';
import type { Channel } from './channel.ts';
import type { Delivery, DeliveryOutcome } from './delivery.ts';
import { findFailure } from './delivery-failure.ts';
import type { ChannelName, DeliveryStore } from './delivery-store.ts';
import { planFiles } from './file-deliveries.ts';
import { type HandOverPorts, handOver } from './hand-over.ts';
import { planMails } from './mail-deliveries.ts';
import type { MailQuota } from './mail-quota.ts';
import { readArtifacts } from './read-artifacts.ts';
import { sendParams } from './send-params.ts';

/** What the step needs of the outside world. */
export interface SendStepPorts {
  readonly artifacts: ArtifactSource;
  readonly deliveries: DeliveryStore;
  /** Every way of delivering that the application has; each name once. */
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  /** Required beside a channel `email`. */
  readonly mailQuota?: MailQuota;
}

const output = z.strictObject({
  deliveries: z.array(
    z.strictObject({
      delivery_id: z.string().nullable().describe('null when an empty report was skipped.'),
      channel: z.string(),
      recipient: z
        .string()
        .describe('For "file", the path below the folder for deliveries; for "email", the address.'),
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
 * attempt does not send it again. The error's code and advice are those of the gravest failure: it can be retried only
 * when every failed delivery can.
 * @throws {RangeError} at once, when a channel is listed twice, or mails have no quota.
 */
export function createSendStep(ports: SendStepPorts): Step<'send'> {
  const { channels, artifacts: source, mailQuota } = ports;
  if (new Set(channels.map(({ name }) => name)).size < channels.length) {
    throw new RangeError('a delivery channel is listed twice');
  }
  const file = channels.find((channel) => channel.name === 'file');
  const email = channels.find((channel) => channel.name === 'email');
  if (email !== undefined && mailQuota === undefined) {
    throw new RangeError('the delivery channel "email" needs a quota');
  }
  return defineStep({
    ...sendStepShape,
    effect: 'external-delivery',
    async execute(params, call) {
      call.signal.throwIfAborted();
      const read = () => readArtifacts(params.artifacts, source);
      if (params.channel === 'email') {
        if (email === undefined) throw channelMissing('email');
        return deliverAll({ ...ports, channel: email }, planMails(params, await read()), call);
      }
      if (file === undefined) throw channelMissing('file');
      return deliverAll({ ...ports, channel: file }, planFiles(params, await read()), call);
    },
  });
}

async function deliverAll<Parcel>(
  ports: HandOverPorts<Parcel>,
  planned: readonly Delivery<Parcel>[],
  call: StepCall,
): Promise<z.output<typeof output>> {
  for (const { recipient } of planned) ports.channel.checkRecipient(recipient);
  const outcomes: DeliveryOutcome[] = [];
  for (const delivery of planned) {
    // Never between claim and outcome: an abort there would leave a delivery unknown for nothing.
    call.signal.throwIfAborted();
    outcomes.push(await handOver(ports, delivery, call));
  }
  const result = { deliveries: outcomes.map(toDocument) };
  const failure = findFailure(outcomes, result);
  if (failure === undefined) return result;
  // What was given up because the step was stopped is no failure of the recipient.
  call.signal.throwIfAborted();
  throw failure;
}

function toDocument({ deliveryId, channel, recipient, status }: DeliveryOutcome) {
  return { delivery_id: deliveryId, channel, recipient, status };
}

function channelMissing(name: ChannelName): EngineError {
  return new EngineError(
    'delivery.rejected',
    `This application has no channel "${name}"; nothing was sent. Set the channel up, or send through another.`,
  );
}
