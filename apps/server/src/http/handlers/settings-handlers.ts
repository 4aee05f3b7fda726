import type { AuditLog } from '@daybook/guardrails';
import { type Clock, EngineError, type IdSource } from '@daybook/kernel';
import type { Mail } from '../../engine/mail.ts';
import type { Handlers } from '../handler.ts';

export interface SettingsHandlerPorts {
  readonly mail: Mail;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: IdSource;
}

type SettingsHandlers = Pick<Handlers, 'getEmailSettings' | 'putEmailSettings' | 'testEmail'>;

/** How mail is sent, and whether it can be. */
export function createSettingsHandlers({ mail, audit, clock, ids }: SettingsHandlerPorts): SettingsHandlers {
  return {
    getEmailSettings: () => mail.show(),

    async putEmailSettings({ body, caller }) {
      await mail.change(body);
      const { host, port, security, user, from, owner } = body;
      await audit.append({
        at: clock.now(),
        actor: caller.actor,
        action: 'settings.email-changed',
        subject: 'email',
        details: { host, port, security, user, from, owner, password_changed: body.password !== undefined },
      });
      return mail.show();
    },

    async testEmail({ body: { to }, signal }) {
      const sender = await mail.sender();
      if (sender === undefined) {
        const message = 'No mail server is set up. Save the settings first, then send the test message.';
        throw new EngineError('delivery.unconfigured', message);
      }
      const { response } = await sender.send(
        {
          from: sender.from,
          to,
          subject: 'Daybook: test message',
          text: 'Daybook can send mail with these settings. Nothing else is needed.\n',
          attachments: [],
          messageId: `<test-${ids.next()}@daybook.local>`,
          date: clock.now(),
        },
        AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
      );
      return { to, response };
    },
  };
}
