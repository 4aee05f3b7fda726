export type { ArtifactSource, DeliverableArtifact } from './artifact-source.ts';
export type { Arrival, Channel, Parcel } from './channel.ts';
export type {
  ChannelName,
  Claim,
  DeliveryIntent,
  DeliveryRecord,
  DeliveryStatus,
  DeliveryStore,
} from './delivery-store.ts';
export { createLocalFileChannel, type LocalFileSettings } from './local-file/local-file-channel.ts';
export { createSendStep, sendStepShape, type SendStepPorts } from './send-step.ts';
