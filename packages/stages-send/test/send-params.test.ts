import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sendParams } from '../src/send-params.ts';
import { createFilledArtifacts } from './filled-artifacts.ts';

const mail = {
  channel: 'email',
  to: ['me@example.org'],
  subject: 'Weekly brief',
  artifacts: [createFilledArtifacts().add('html', '<p>')],
};
const issuesOf = (change: object) => [
  ...new Set(
    sendParams.safeParse({ ...mail, ...change }).error?.issues.map(({ path }) => `/${path.join('/')}`),
  ),
];

describe('the parameters of a mail', () => {
  it('has the format made for mail as its text', () => {
    expect(sendParams.parse(mail)).toEqual({ ...mail, body: 'email' });
  });

  it.each([
    [{ to: ['first.last+tag@mail.example.co.uk', "o'brien@example.org", 'a@b'] }],
    [{ to: Array.from({ length: 10 }, (_, index) => `r${index}@example.org`) }],
    [{ to: [`${'x'.repeat(64)}@example.org`] }],
    [{ subject: 'Größe und Wert: 100 % 🙂' }],
    [{ body: 'html', attach: ['pdf', 'csv', 'png'] }],
    [{ attach: [] }],
  ])('takes %j', (change) => {
    expect(issuesOf(change)).toEqual([]);
  });

  it.each([
    ['me', '/to/0'],
    ['@example.org', '/to/0'],
    ['me@', '/to/0'],
    ['me@example..org', '/to/0'],
    ['.me@example.org', '/to/0'],
    ['me@-example.org', '/to/0'],
    ['me@example.org.', '/to/0'],
    ['Me <me@example.org>', '/to/0'],
    ['<me@example.org>', '/to/0'],
    ['me@example.org, you@example.org', '/to/0'],
    ['me@example.org;you@example.org', '/to/0'],
    ['me@example.org\r\nBcc: you@example.org', '/to/0'],
    ['me@example.org\n', '/to/0'],
    [' me@example.org', '/to/0'],
    ['"me you"@example.org', '/to/0'],
    ['me@[127.0.0.1]', '/to/0'],
    ['mé@example.org', '/to/0'],
    ['me@exämple.org', '/to/0'],
    ['me@you@example.org', '/to/0'],
    [`${'x'.repeat(65)}@example.org`, '/to/0'],
    [`me@${'example.'.repeat(40)}org`, '/to/0'],
  ])('refuses the recipient %j', (recipient, pointer) => {
    expect(issuesOf({ to: [recipient] })).toEqual([pointer]);
  });

  it.each<[object, string]>([
    [{ to: [] }, '/to'],
    [{ to: 'me@example.org' }, '/to'],
    [{ to: Array.from({ length: 11 }, (_, index) => `r${index}@example.org`) }, '/to'],
    [{ to: ['me@example.org', 'Me@Example.org'] }, '/to'],
    [{ subject: '' }, '/subject'],
    [{ subject: ' ' }, '/subject'],
    [{ subject: 'x'.repeat(201) }, '/subject'],
    [{ subject: 'Brief\r\nBcc: you@example.org' }, '/subject'],
    [{ subject: 'Brief \u202Efdp' }, '/subject'],
    [{ body: 'text' }, '/body'],
    [{ attach: ['docx'] }, '/attach/0'],
    [{ attach: ['pdf', 'pdf'] }, '/attach'],
    [{ artifacts: [] }, '/artifacts'],
    [{ bcc: ['you@example.org'] }, '/'],
    [{ from: 'you@example.org' }, '/'],
    [{ folder: 'briefs' }, '/'],
  ])('refuses %j', (change, pointer) => {
    expect(issuesOf(change)).toEqual([pointer]);
  });

  it('judges a long recipient at once', () => {
    const started = performance.now();
    expect(issuesOf({ to: [`${'a.'.repeat(20_000)}@`] })).toContain('/to/0');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('describes both channels as JSON Schema', () => {
    const { oneOf = [] } = z.toJSONSchema(sendParams, { io: 'input' });
    expect(oneOf.map(({ description }) => typeof description)).toEqual(['string', 'string']);
    expect(oneOf[1]).toMatchObject({
      required: ['channel', 'to', 'subject', 'artifacts'],
      properties: { to: { uniqueItems: true, maxItems: 10 }, attach: { uniqueItems: true } },
      additionalProperties: false,
    });
  });
});
