import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailSettings } from '../src/email/mail-settings.ts';

/** A mail that a server took, as it came and as a mail reader sees it. */
export interface CapturedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly raw: Buffer;
  readonly parsed: ParsedMail;
}

export interface RunningMailServer {
  readonly port: number;
  readonly mails: readonly CapturedMail[];
  settings(given?: Partial<MailSettings>): MailSettings;
  stop(): Promise<void>;
}

/** A reply of a server other than "250". */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

const settingsFor =
  (port: number) =>
  (given: Partial<MailSettings> = {}): MailSettings => ({
    host: '127.0.0.1',
    port,
    security: 'plain',
    from: 'daybook@example.org',
    ...given,
  });

/** A real mail server on loopback that keeps what it takes; `refuse` may answer for a mail once it has it. */
export async function startMailServer(
  options: SMTPServerOptions = {},
  refuse: (mail: CapturedMail) => Error | undefined = () => undefined,
): Promise<RunningMailServer> {
  const mails: CapturedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    hideSTARTTLS: options.secure !== true && options.key === undefined,
    ...options,
    onData(stream, session, done) {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          raw,
          parsed: await simpleParser(raw),
        };
        const refusal = refuse(mail);
        if (refusal === undefined) mails.push(mail);
        done(refusal);
        // A client that leaves in the middle of a mail has sent none.
      })().catch(() => undefined);
    },
  });
  // A client that turns away from a certificate is no fault of the server.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const port = portOf(listening);
  return {
    port,
    mails,
    settings: settingsFor(port),
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

/** A server that answers each line as told, and counts connections; `undefined` closes the connection. */
export async function startScriptedServer(
  answer: (line: string, socket: Socket) => string | undefined,
): Promise<
  Omit<RunningMailServer, 'mails'> & { readonly lines: readonly string[]; readonly open: () => number }
> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let rest = '';
    const say = (line: string) => {
      const text = answer(line, socket);
      if (text === undefined) socket.destroy();
      else if (text !== '') socket.write(`${text}\r\n`);
    };
    socket.on('data', (chunk) => {
      const complete = (rest + chunk.toString('latin1')).split('\r\n');
      rest = complete.pop() ?? '';
      for (const line of complete) {
        lines.push(line);
        say(line);
      }
    });
    say('(connected)');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  return {
    port,
    lines,
    settings: settingsFor(port),
    open: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
