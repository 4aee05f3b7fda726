import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real mail server in plain text on loopback, which the test can hold up. */
export interface PlainMailServer {
  readonly port: number;
  readonly mails: readonly ParsedMail[];
  /** From now on it greets nobody until `release`. */
  hold(): void;
  release(): void;
  /** How many wait for its greeting. */
  readonly waiting: number;
  stop(): Promise<void>;
}

/** @param port 0 for a free one. */
export async function startPlainMailServer(port = 0, password = 'mail-password'): Promise<PlainMailServer> {
  const mails: ParsedMail[] = [];
  const greetings: (() => void)[] = [];
  let held = false;
  const take = async (stream: Readable, done: (failure: null, words: string) => void): Promise<void> => {
    mails.push(await simpleParser(stream));
    done(null, 'taken with thanks');
  };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onConnect: (_session, done) => (held ? void greetings.push(done) : done()),
    onAuth({ username, password: given }, _session, done) {
      if (given === password) return done(null, { user: username });
      done(new Error(`No such login: ${username}:${given}`));
    },
    onData: (stream, _session, done) => void take(stream, done as (failure: null, words: string) => void),
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const release = (): void => {
    held = false;
    for (const greet of greetings.splice(0)) greet();
  };
  return {
    port: address.port,
    mails,
    hold() {
      held = true;
    },
    release,
    get waiting() {
      return greetings.length;
    },
    stop() {
      release();
      return new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Settings for that server, as `PUT /settings/email` takes them. */
export function mailSettingsFor(port: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    host: '127.0.0.1',
    port,
    security: 'plain',
    user: 'me@example.org',
    password: 'mail-password',
    from: 'me@example.org',
    owner: 'owner@example.org',
    ...more,
  };
}
