import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/**
 * A real mail server on loopback that remembers every mail it took, by Message-ID, outside of the engine.
 * @param hooks `onTaken` runs when a mail is on the ledger and the answer is not sent yet; `onAnswered` right after it was.
 */
export async function startMailLedger({ onTaken = () => undefined, onAnswered = () => undefined } = {}) {
  const taken = new Map();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData(stream, _session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const id = /^message-id:\s*(\S+)/im.exec(text)?.[1] ?? 'none';
        taken.set(id, (taken.get(id) ?? 0) + 1);
        onTaken();
        done();
        onAnswered();
      });
      stream.on('error', () => undefined);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    url: `smtp://me%40example.org:mail-password@127.0.0.1:${listening.address().port}`,
    /** How often each mail was taken; notices to the owner carry ids of their own. */
    mails: () => [...taken].filter(([id]) => !id.startsWith('<ntc-')),
    notices: () => [...taken].filter(([id]) => id.startsWith('<ntc-')),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
