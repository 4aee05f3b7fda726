import type { EmailSettings, EmailSettingsChange } from '@daybook/api-contract';

/** The e-mail form as it is typed: all text. */
export interface EmailDraft {
  readonly host: string;
  readonly port: string;
  readonly security: 'tls' | 'starttls' | 'plain';
  readonly user: string;
  /** Empty leaves a stored password as it is. */
  readonly password: string;
  readonly removesPassword: boolean;
  readonly from: string;
  readonly owner: string;
}

/** The names of the fields, as a problem's pointers have them. */
export const emailFields = ['host', 'port', 'security', 'user', 'password', 'from', 'owner'] as const;

/** The port that each kind of security usually has. */
export const usualPorts = { tls: '465', starttls: '587', plain: '25' } as const;

/** The form filled with what is stored. */
export function toEmailDraft({ host, port, security, user, from, owner }: EmailSettings): EmailDraft {
  return {
    host: host ?? '',
    port: port === null ? usualPorts[security ?? 'starttls'] : String(port),
    security: security ?? 'starttls',
    user: user ?? '',
    password: '',
    removesPassword: false,
    from: from ?? '',
    owner: owner ?? '',
  };
}

/** What the form asks the server to store. A port that is no number is sent as 0, which the server refuses at that field. */
export function toEmailChange(draft: EmailDraft): EmailSettingsChange {
  const port = /^\d{1,5}$/.test(draft.port.trim()) ? Number(draft.port) : 0;
  return {
    host: draft.host.trim(),
    port,
    security: draft.security,
    user: orNull(draft.user),
    ...toPassword(draft),
    from: draft.from.trim(),
    owner: orNull(draft.owner),
  };
}

function toPassword({ password, removesPassword }: EmailDraft): Pick<EmailSettingsChange, 'password'> {
  if (password !== '') return { password };
  return removesPassword ? { password: null } : {};
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
