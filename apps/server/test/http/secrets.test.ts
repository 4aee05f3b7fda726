import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from './answer-document.ts';
import { createSignInLink } from '../../src/http/sign-in.ts';
import { hostileSql, oracle, places, reference } from './hostile-material.ts';
import { mailSettingsFor, type PlainMailServer, startPlainMailServer } from './mail-server.ts';
import {
  approved,
  approveNewest,
  base,
  endedRun,
  eventually,
  type OpenedDaybook,
  openDaybook,
  toRequest,
} from './opened-daybook.ts';
import { formsOf } from './secret-forms.ts';
import { failingPolicy, mailPolicy, quickPolicy, withParams } from './small-policies.ts';

const key = Uint8Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256);
const password = 'canary/Pa55+word&of=mail';
const environmentPassword = 'canary/Pa55+word&of=environment';

let opened: OpenedDaybook;
let mail: PlainMailServer;
/** Every secret there is, in each form in which it could leak. */
let canaries: readonly string[];
/** All that anybody was told. */
const told: string[] = [];

beforeAll(async () => {
  mail = await startPlainMailServer(0, password);
  opened = await openDaybook({
    key,
    mail: {
      smtpUrl: `smtp://me%40example.org:${encodeURIComponent(environmentPassword)}@127.0.0.1:${mail.port}`,
      from: undefined,
    },
  });
  const tokens = [opened.person, opened.agent];
  const code = new URL(await createSignInLink(opened.daybook.tokens, base)).searchParams.get('code') ?? '';
  canaries = [
    ...[password, environmentPassword, ...tokens, code].flatMap(formsOf),
    ...(['hex', 'base64', 'base64url', 'latin1'] as const).map((form) => Buffer.from(key).toString(form)),
  ];
});
afterAll(async () => {
  await opened.close();
  await mail.stop();
});

interface Told {
  readonly status: number;
  readonly json: AnswerDocument;
}

async function api(method: string, path: string, body?: unknown, token = opened.person): Promise<Told> {
  const answer = await opened.api(method, path, { body, token });
  told.push(answer.text, JSON.stringify([...answer.headers]));
  return { status: answer.status, json: answer.json };
}

function expectNoCanary(): void {
  const all = [...told, ...opened.log].join('\n');
  expect(all.length).toBeGreaterThan(1_000);
  expect(canaries.filter((canary) => all.includes(canary))).toEqual([]);
}

describe('a hostile policy', () => {
  it.each([
    ['query', (text: string) => ({ type: 'query', params: { sql: text } })],
    [
      'store_report',
      (text: string) => ({
        type: 'store_report',
        params: {
          report: 'stolen',
          title: 'Stolen',
          queries: { q: { sql: text } },
          sections: [{ type: 'data_table', query: 'q' }],
        },
      }),
    ],
    [
      'fetch',
      (text: string) => ({
        type: 'fetch',
        params: {
          provider: 'sample',
          dataset: 'instruments',
          criteria: { symbols: { type: 'db_query', sql: text } },
        },
      }),
    ],
    [
      'assert',
      (text: string) => ({
        type: 'assert',
        params: { checks: [{ name: 'c', sql: text, message: 'it is not so' }] },
      }),
    ],
  ])('reads no table of ours in the SQL of %s', async (type, stepOf) => {
    const steps = hostileSql.map((text, index) => ({
      id: `step_${index}`,
      on_error: 'log_and_continue',
      ...stepOf(text),
    }));
    const name = `steals-${type}`;
    const judged = await api('POST', '/policies/validate', quickPolicy(name, { steps }), opened.agent);
    const refused = new Set(judged.json.issues.map(({ pointer }: AnswerDocument) => pointer.split('/')[2]));
    // What the text alone does not give away is refused when it is to be read.
    const rest = steps.filter((_, index) => !refused.has(String(index)));
    if (rest.length === 0) return expectNoCanary();
    const created = await api('POST', '/policies', quickPolicy(name, { steps: rest }), opened.agent);
    expect(created.status).toBe(201);
    await approveNewest(opened, created.json.id);
    const { json } = await api('POST', `/policies/${created.json.id}/runs`, {}, opened.agent);
    const run = await endedRun(opened, json.id);
    const ends = run.steps.map(({ state, error }: AnswerDocument) => [state, error?.code]);
    expect(ends).toEqual(
      rest.map(() => [
        'failed',
        expect.stringMatching(/^(report\.query-(rejected|failed)|step\.unavailable)$/),
      ]),
    );
    await api('GET', `/runs/${json.id}`, undefined, opened.agent);
    expectNoCanary();
  });

  it.each(places.map((place) => [place]))('refers to nothing but its own steps: ctx.%s', async (place) => {
    for (const document of [
      reference(`ctx.${place}`),
      reference(place),
      oracle(`ctx.${place}`),
      oracle(place),
    ]) {
      expect((await api('POST', '/policies', document, opened.agent)).status).toBe(422);
    }
    expectNoCanary();
  });

  it('knows no variable that it did not write itself', async () => {
    for (const name of ['DAYBOOK_KEY', 'DAYBOOK_SMTP_URL', 'PATH', 'recipient', 'constructor', '__proto__']) {
      const document = withParams(mailPolicy('vars'), 'send', { subject: { var: name } });
      expect((await api('POST', '/policies', document)).status).toBe(422);
    }
    expectNoCanary();
  });

  it('with steps named like services finds its own outputs there', async () => {
    await api('PUT', '/settings/email', mailSettingsFor(mail.port, { password }));
    const names = ['settings', 'mail', 'tokens', 'env', 'process', 'database', 'clock', 'key'];
    const steps = names.flatMap((id, index) => [
      { id, type: 'query', params: { sql: `SELECT ${index} AS password` } },
      {
        id: `check_${id}`,
        type: 'assert',
        params: {
          checks: [
            {
              name: 'own',
              condition: { field: { ref: `ctx.${id}.rows[0].password` }, op: 'eq', value: index },
              message: 'not its own',
            },
          ],
        },
      },
    ]);
    const policy = await approved(opened, quickPolicy('services', { steps }));
    const run = (await api('POST', `/policies/${policy.id}/runs`)).json;
    expect((await endedRun(opened, run.id)).state).toBe('success');
    await api('GET', `/runs/${run.id}`);
    expectNoCanary();
  });

  it('gets its templates back as the text that they are, in report and mail', async () => {
    const template =
      '{{ settings.email.password }} ${process.env.DAYBOOK_KEY} <%= env %> #{tokens} {% include "settings" %} %(password)s';
    const short = template.slice(0, 60);
    const sections = [
      { type: 'text', body: template },
      { type: 'data_table', title: short, query: 'held' },
    ];
    const changes = [
      ['store_report', { title: short, sections }],
      ['render', { formats: ['html', 'email'] }],
      ['send', { subject: short }],
    ] as const;
    const changed = changes.reduce(
      (policy, [type, params]) => withParams(policy, type, params),
      mailPolicy('templates'),
    );
    const policy = await approved(opened, { ...changed, description: template });
    const started = (await api('POST', `/policies/${policy.id}/runs`)).json;
    const run = await endedRun(opened, started.id);
    expect(run.state).toBe('success');
    expect(mail.mails).toHaveLength(1);
    const [sent] = mail.mails;
    expect(sent?.subject).toBe(short.trim());
    expect(sent?.text).toContain('{{ settings.email.password }}');
    told.push(JSON.stringify(sent));
    for (const { id } of run.artifacts) {
      const response = await opened.fetch(
        toRequest('GET', `${base}/api/v1/artifacts/${id}`, { token: opened.person }),
      );
      const text = await response.text();
      expect(text).toContain('{{ settings.email.password }}');
      told.push(text);
    }
    expectNoCanary();
  });
});

describe('a secret', () => {
  it('is in no refusal of settings that hold it', async () => {
    const given = mailSettingsFor(mail.port, { password });
    for (const more of [{ port: 0 }, { user: null }, { host: 'evil.example' }, { [password]: 1 }]) {
      const { status } = await api('PUT', '/settings/email', { ...given, ...more });
      // A key is no place for a secret, and its name is repeated to whoever wrote it.
      if (password in more) told.splice(-2);
      expect(status).toBe(422);
    }
    expectNoCanary();
  });

  it('is in nothing that a failing mail tells, also when the server repeats it', async () => {
    await api('PUT', '/settings/email', mailSettingsFor(mail.port, { password: `${password}x` }));
    await api('POST', '/settings/email/test', { to: 'me@example.org' });
    const mailing = await approved(opened, mailPolicy('refused'));
    const refused = (await api('POST', `/policies/${mailing.id}/runs`)).json;
    expect((await endedRun(opened, refused.id)).state).not.toBe('success');
    await api('GET', `/runs/${refused.id}`);
    const failing = await approved(opened, failingPolicy());
    const { json } = await api('POST', `/policies/${failing.id}/runs`);
    await endedRun(opened, json.id);
    await eventually(async () => {
      const { items } = (await opened.api('GET', '/notices')).json;
      return items.length > 0 && items.every((notice: AnswerDocument) => notice.mail !== 'pending')
        ? true
        : undefined;
    });
    expectNoCanary();
  });

  it('is in no list, no record and no log', async () => {
    const lists = [
      'policies',
      'runs',
      'reports',
      'deliveries',
      'notices',
      'audit',
      'tokens',
      'schedule',
      'system',
    ];
    const others = [
      'session',
      'settings/email',
      'providers',
      'datasets',
      'step-types',
      'schema/policy',
      'openapi.json',
    ];
    for (const path of [...lists, ...others]) expect((await api('GET', `/${path}`)).status).toBe(200);
    for (const { id } of (await opened.api('GET', '/policies')).json.items) {
      await api('GET', `/policies/${id}`);
      await api('GET', `/policies/${id}/versions`);
    }
    for (const { id } of (await opened.api('GET', '/runs')).json.items) {
      await api('GET', `/runs/${id}`);
      await api('GET', `/runs/${id}/events`);
    }
    expectNoCanary();
  });

  it('is not in the file of the database or beside it', () => {
    const { databaseFile } = opened.surroundings;
    const files = [databaseFile, `${databaseFile}-wal`].map((file) => readFileSync(file).toString('latin1'));
    expect(canaries.filter((canary) => files.some((text) => text.includes(canary)))).toEqual([]);
    expect(files.some((text) => text.includes('SQLite format 3'))).toBe(false);
  });
});
