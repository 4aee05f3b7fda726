import { describe, expect, it } from '@jest/globals';
import { mailSettings, parseSmtpUrl } from '../../src/email/mail-settings.ts';

describe('parseSmtpUrl', () => {
  it.each([
    [
      'smtps://me%40example.org:s3cret@mail.example.org',
      { host: 'mail.example.org', port: 465, security: 'tls', user: 'me@example.org', password: 's3cret' },
    ],
    [
      'smtps://me@example.org:s3cret@mail.example.org/',
      { host: 'mail.example.org', port: 465, security: 'tls', user: 'me@example.org', password: 's3cret' },
    ],
    [
      'smtp://me%40example.org:a%2Fb%3F%25@mail.example.org:2587',
      {
        host: 'mail.example.org',
        port: 2587,
        security: 'starttls',
        user: 'me@example.org',
        password: 'a/b?%',
      },
    ],
    [
      'smtp://me%40example.org@mail.example.org',
      { host: 'mail.example.org', port: 587, security: 'starttls', user: 'me@example.org' },
    ],
    [
      'smtp://me%40example.org@127.0.0.1:1025',
      { host: '127.0.0.1', port: 1025, security: 'plain', user: 'me@example.org' },
    ],
    [
      'smtp://me%40example.org@[::1]:1025',
      { host: '::1', port: 1025, security: 'plain', user: 'me@example.org' },
    ],
    [
      'smtps://me%40example.org@localhost',
      { host: 'localhost', port: 465, security: 'tls', user: 'me@example.org' },
    ],
  ])('reads %s', (url, settings) => {
    expect(parseSmtpUrl(url)).toEqual({ ...settings, from: 'me@example.org' });
  });

  it('takes the sender that is given before the user', () => {
    expect(parseSmtpUrl('smtps://key:s3cret@mail.example.org', 'brief@example.org')).toMatchObject({
      user: 'key',
      from: 'brief@example.org',
    });
  });

  it.each<[string, string | undefined, string]>([
    ['', undefined, 'is not of the form smtps://'],
    ['mail.example.org', undefined, 'is not of the form smtps://'],
    ['https://me:canary@mail.example.org', undefined, 'is not of the form smtps://'],
    ['smtps://', undefined, 'is not of the form smtps://'],
    ['smtps://me%40example.org:can#ary@mail.example.org', undefined, 'DAYBOOK_SMTP_URL'],
    ['smtps://me%40example.org:1/canary@mail.example.org', undefined, 'DAYBOOK_SMTP_URL'],
    ['smtps://me%40example.org:canary%@mail.example.org', undefined, 'a "%" that encodes nothing'],
    ['smtps://mail.example.org/?pool=canary', undefined, 'holds more than user'],
    ['smtps://key:canary@mail.example.org', undefined, 'Set DAYBOOK_SMTP_FROM'],
    ['smtps://mail.example.org', undefined, 'Set DAYBOOK_SMTP_FROM'],
    ['smtps://key:canary@mail.example.org', 'Canary <canary@example.org>', 'DAYBOOK_SMTP_FROM is not'],
    ['smtps://key:canary@mail.example.org', 'me@example.org\r\nBcc: canary@b', 'DAYBOOK_SMTP_FROM is not'],
    ['smtps://:canary@mail.example.org', 'me@example.org', 'user must be there'],
    ['smtps://a%0D%0Ab:canary@mail.example.org', 'me@example.org', 'control characters'],
    ['smtps://key:canary@mail.example.org:0', 'me@example.org', 'port'],
  ])('refuses %j without repeating it', (url, from, message) => {
    expect(() => parseSmtpUrl(url, from)).toThrow(
      expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining(message) }),
    );
    expect(() => parseSmtpUrl(url, from)).toThrow(/^(?!.*(?:canary|can#ary))/i);
  });
});

describe('mailSettings', () => {
  const settings = { host: 'mail.example.org', port: 465, security: 'tls', from: 'me@example.org' };
  const issuesOf = (change: object) =>
    mailSettings.safeParse({ ...settings, ...change }).error?.issues.map(({ path }) => path.join('.'));

  it.each([
    {},
    { security: 'starttls', port: 587 },
    { host: 'localhost', security: 'plain' },
    { host: '127.0.0.1', security: 'plain' },
    { host: '::1', security: 'plain' },
    { user: 'me', password: 'Pässwort mit Leerzeichen' },
  ])('takes %j', (change) => {
    expect(issuesOf(change)).toBeUndefined();
  });

  it.each<[object, string]>([
    [{ security: 'plain' }, 'security'],
    [{ host: '127.0.0.1.example.org', security: 'plain' }, 'security'],
    [{ host: '192.168.1.2', security: 'plain' }, 'security'],
    [{ host: 'mail.example.org:465' }, 'host'],
    [{ host: 'mail.example.org\r\nEHLO' }, 'host'],
    [{ host: '' }, 'host'],
    [{ port: 0 }, 'port'],
    [{ port: 70_000 }, 'port'],
    [{ password: 's3cret' }, 'user'],
    [{ user: 'me', password: '' }, 'password'],
    [{ user: 'me\0', password: 's3cret' }, 'user'],
    [{ from: 'Me <me@example.org>' }, 'from'],
    [{ from: 'me@example.org\r\n' }, 'from'],
    [{ rejectUnauthorized: false }, ''],
  ])('refuses %j', (change, path) => {
    expect(issuesOf(change)).toEqual([path]);
  });
});
