import { EngineError, type JsonObject } from '@daybook/kernel';
import { z } from 'zod';

/** What is known when a conversation with a mail server fails. */
export interface SmtpSituation {
  /** Host and port. */
  readonly server: string;
  /** Whether the server may have the whole mail. */
  readonly handedOver: boolean;
  /** Whether the engine itself gave up. */
  readonly aborted: boolean;
  /** Texts that must not appear in any message. */
  readonly secrets: readonly string[];
}

const text = z.string().optional().catch(undefined);
const smtpFailure = z.object({
  message: z.string().catch('no reason was given'),
  code: text,
  /** The code of the operating system or of TLS. */
  originalCode: text,
  response: text,
  responseCode: z.int().optional().catch(undefined),
});
type SmtpFailure = z.output<typeof smtpFailure>;

/** Replies that ask for a login, or refuse the one given (RFC 4954). */
const LOGIN_REPLIES: readonly number[] = [530, 534, 535, 538];

/** What a failed conversation with a mail server means for the delivery. Never holds a secret, also not as its cause. */
export function toMailError(failure: unknown, situation: SmtpSituation): EngineError {
  if (EngineError.isInstance(failure)) return failure;
  const parsed = smtpFailure.safeParse(failure);
  const known: SmtpFailure = parsed.success ? parsed.data : { message: 'no reason was given' };
  // A definite "no" of the server says that it does not have the mail, whenever it comes.
  if (known.responseCode !== undefined && known.responseCode >= 400) return toRefusal(known, situation);
  if (situation.handedOver) return unknownEnd(situation);
  if (situation.aborted) {
    return unreachable(
      situation,
      'was left, because the step was stopped before the mail was handed over',
      known,
    );
  }
  if (known.code === 'EAUTH') return loginRefused(situation, known);
  if (known.code === 'EMESSAGE' || known.code === 'EENVELOPE') {
    return rejected(situation, `does not take this mail: ${sayable(known.message, situation)}`, known);
  }
  return unreachable(situation, describe(known, situation), known);
}

/** The server takes no login, but the settings ask for one. */
export function loginNotOffered(server: string): EngineError {
  return new EngineError(
    'delivery.unconfigured',
    `The mail server ${server} takes no login on this connection, so nothing was sent. Remove user and password, or choose another port or security, in Settings → E-mail or DAYBOOK_SMTP_URL.`,
  );
}

function toRefusal(known: SmtpFailure, situation: SmtpSituation): EngineError {
  const answer = `"${sayable(known.response ?? known.message, situation)}"`;
  if (known.responseCode !== undefined && known.responseCode < 500) {
    return unreachable(situation, `asks to try later: ${known.code === 'EAUTH' ? 'login' : answer}`, known);
  }
  if (known.code === 'EAUTH' || LOGIN_REPLIES.includes(known.responseCode ?? 0)) {
    return loginRefused(situation, known);
  }
  if (known.code === 'ETLS') {
    return unreachable(
      situation,
      'offers no encrypted connection (STARTTLS), and nothing is sent without',
      known,
    );
  }
  return rejected(situation, `refused the mail: ${answer}`, known);
}

/** The server's words stay out: some repeat what they were sent. */
function loginRefused({ server }: SmtpSituation, known: SmtpFailure): EngineError {
  return new EngineError(
    'delivery.unconfigured',
    `The mail server ${server} refused the login${known.responseCode === undefined ? '' : ` (${known.responseCode})`}; nothing was sent. Check user and password in Settings → E-mail or DAYBOOK_SMTP_URL; many providers want an app password.`,
    { details: facts(known) },
  );
}

function rejected({ server }: SmtpSituation, what: string, known: SmtpFailure): EngineError {
  return new EngineError(
    'delivery.rejected',
    `The mail server ${server} ${what}. Check recipient, sender and size of the mail.`,
    { details: facts(known) },
  );
}

function unreachable({ server }: SmtpSituation, what: string, known: SmtpFailure): EngineError {
  return new EngineError(
    'delivery.unreachable',
    `The mail server ${server} ${what}. Nothing was sent; run the policy again later, or check Settings → E-mail or DAYBOOK_SMTP_URL.`,
    { advice: { kind: 'backoff' }, details: facts(known) },
  );
}

function unknownEnd({ server }: SmtpSituation): EngineError {
  return new EngineError(
    'delivery.unknown',
    `The mail was handed to the mail server ${server}, but no answer came: it may have arrived or not, and it is not sent again by itself. Ask the recipient, then settle the delivery.`,
  );
}

function describe(known: SmtpFailure, situation: SmtpSituation): string {
  const code = known.originalCode ?? known.code ?? '';
  if (/CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|ALTNAME/.test(code)) {
    return `shows a certificate that can't be trusted (${code}). For a private authority set NODE_EXTRA_CA_CERTS`;
  }
  return `can't be reached: ${reasons.get(code) ?? sayable(known.message, situation)}`;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens on that port'],
  ['ENOTFOUND', 'there is no such host'],
  ['EDNS', 'its name can’t be looked up'],
  ['EAI_AGAIN', 'its name can’t be looked up now'],
  ['ETIMEDOUT', 'it does not answer in time'],
  ['ECONNRESET', 'it closed the connection'],
  ['ECONNECTION', 'it closed the connection'],
  ['EHOSTUNREACH', 'there is no way to that host'],
  ['ENETUNREACH', 'there is no network'],
]);

/** Words of a server, as one short line without secrets. */
function sayable(words: string, { secrets }: SmtpSituation): string {
  const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), words);
  return clean
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

function facts({ code, originalCode, responseCode }: SmtpFailure): JsonObject {
  return {
    ...(code === undefined ? {} : { reason: originalCode ?? code }),
    ...(responseCode === undefined ? {} : { reply: responseCode }),
  };
}
