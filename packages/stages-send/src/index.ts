export type {
  ChannelName,
  Claim,
  DeliveryIntent,
  DeliveryRecord,
  DeliveryStatus,
  DeliveryStore,
} from './delivery-store.ts';
