import type { AnswerDocument } from './answer-document.ts';
import { mailSettingsFor, type PlainMailServer, startPlainMailServer } from './mail-server.ts';
import { approved, eventually, type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { mailPolicy } from './small-policies.ts';

/** A Daybook whose mails go to a server that can hold them up. */
export async function openWithMail(): Promise<{
  readonly opened: OpenedDaybook;
  readonly mail: PlainMailServer;
}> {
  const opened = await openDaybook();
  const mail = await startPlainMailServer();
  await opened.api('PUT', '/settings/email', { body: mailSettingsFor(mail.port) });
  return { opened, mail };
}

let count = 0;

/** A run whose mail waits for the server; each has a report of its own, since none is mailed twice. */
export async function startHeldRun(opened: OpenedDaybook, mail: PlainMailServer): Promise<AnswerDocument> {
  count += 1;
  const policy = await approved(opened, mailPolicy(`slow-${count}`));
  mail.hold();
  const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
  await eventually(async () => (mail.waiting > 0 ? true : undefined));
  return json;
}
