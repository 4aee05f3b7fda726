import { z } from 'zod';
import { defineRoute } from './route.ts';

const address = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/, 'must be a plain address such as me@example.org');

/** How mail is sent, as it is shown: never the password. */
export const emailSettings = z.object({
  configured: z.boolean(),
  source: z
    .enum(['settings', 'environment', 'none'])
    .describe('settings: stored here; environment: DAYBOOK_SMTP_URL, used while nothing is stored.'),
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  security: z.enum(['tls', 'starttls', 'plain']).nullable(),
  user: z.string().nullable(),
  password_set: z.boolean(),
  from: z.string().nullable(),
  owner: z.string().nullable().describe('Who is told when a run failed or was missed.'),
});
export type EmailSettings = z.output<typeof emailSettings>;

/** How mail is to be sent. */
export const emailSettingsChange = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.\-:[\]]+$/, 'must be a host name'),
  port: z.number().int().min(1).max(65_535),
  security: z
    .enum(['tls', 'starttls', 'plain'])
    .describe('tls: from the first byte (465); starttls: demanded (587); plain: only to this machine.'),
  user: z.string().max(320).nullable().default(null),
  password: z
    .string()
    .max(1_000)
    .nullable()
    .optional()
    .describe('Write-only. Left out: stays as it is while the host stays; null: removed.'),
  from: address,
  owner: address.nullable().default(null),
});
export type EmailSettingsChange = z.input<typeof emailSettingsChange>;

export const settingsRoutes = {
  getEmailSettings: defineRoute({
    method: 'GET',
    path: '/settings/email',
    scope: 'admin',
    summary: 'How mail is sent; never the password.',
    answer: emailSettings,
  }),
  putEmailSettings: defineRoute({
    method: 'PUT',
    path: '/settings/email',
    scope: 'admin',
    summary: 'Changes how mail is sent, from the next message on.',
    body: emailSettingsChange,
    answer: emailSettings,
  }),
  testEmail: defineRoute({
    method: 'POST',
    path: '/settings/email/test',
    scope: 'admin',
    summary: 'Sends a test message with the stored settings and says what the mail server answered.',
    body: z.strictObject({ to: address }),
    answer: z.object({ to: z.string(), response: z.string().describe("The mail server's answer.") }),
  }),
};
