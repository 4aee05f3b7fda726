import { z } from 'zod';

/** RFC 5321: the longest address, and the longest part before its `@`. */
const MAX_ADDRESS = 254;

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const plainAddress = new RegExp(`^(?=[^@]{1,64}@)${atom}(?:\\.${atom})*@${label}(?:\\.${label})*$`);

/**
 * The address of one recipient and nothing else: a display name, a comma or a line end would let one entry reach
 * people whom nobody approved.
 */
export const mailAddress = z
  .string()
  .max(MAX_ADDRESS)
  .regex(plainAddress, 'must be a plain address such as me@example.org, without a display name')
  .describe('A plain address in ASCII, such as "me@example.org"; no display name.');
