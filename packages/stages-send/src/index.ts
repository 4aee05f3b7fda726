export type { ArtifactSource, DeliverableArtifact } from './artifact-source.ts';
export type {
  Arrival,
  Channel,
  ChannelOf,
  FileChannel,
  FileParcel,
  HandOverCall,
  MailChannel,
  MailParcel,
} from './channel.ts';
export type {
  ChannelName,
  Claim,
  DeliveryIntent,
  DeliveryRecord,
  DeliveryStatus,
  DeliveryStore,
} from './delivery-store.ts';
export { createEmailChannel, type EmailChannelPorts } from './email/email-channel.ts';
export { mailSettings, type MailSettings, parseSmtpUrl } from './email/mail-settings.ts';
export type {
  MailAttachment,
  MailBody,
  MailMessage,
  MailReceipt,
  MailSender,
  MailTransport,
} from './email/mail-transport.ts';
export { createSmtpTransport, type SmtpTransportOptions } from './email/smtp-transport.ts';
export { createLocalFileChannel, type LocalFileSettings } from './local-file/local-file-channel.ts';
export { mailAddress } from './mail-address.ts';
export type { MailQuota } from './mail-quota.ts';
export { createSendStep, sendStepShape, type SendStepPorts } from './send-step.ts';
