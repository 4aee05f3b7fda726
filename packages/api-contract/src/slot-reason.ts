import { z } from 'zod';

/** Why a slot did not run. */
export const slotReason = z.enum([
  'misfired',
  'coalesced',
  'overlap',
  'quota',
  'paused',
  'awaiting_approval',
  'market_closed',
]);
