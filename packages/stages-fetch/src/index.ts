export type { FetchedPayload, PayloadStore } from './payload-store.ts';
