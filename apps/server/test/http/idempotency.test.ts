import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approved, endedRun, type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
});
afterAll(() => opened.close());

const withKey = (key: string) => ({ 'idempotency-key': key });

describe('a change with an Idempotency-Key', () => {
  it('is carried out once, and answered twice with the same', async () => {
    const ask = { body: quickPolicy('once'), headers: withKey('once') };
    const first = await opened.api('POST', '/policies', ask);
    const second = await opened.api('POST', '/policies', ask);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json).toEqual(first.json);
    expect(second.headers.get('idempotent-replay')).toBe('true');
    expect(second.headers.get('x-content-type-options')).toBe('nosniff');
    const { json } = await opened.api('GET', '/audit');
    expect(json.items.filter(({ action }: { action: string }) => action === 'policy.created')).toHaveLength(
      1,
    );
  });

  it('starts one run, also when ten come at the same time', async () => {
    const policy = await approved(opened, quickPolicy('runs-once'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        opened.api('POST', `/policies/${policy.id}/runs`, { headers: withKey('one run') }),
      ),
    );
    const started = answers.filter(({ status }) => status === 202);
    expect(new Set(started.map(({ json }) => json.id)).size).toBe(1);
    for (const { status } of answers) expect([202, 409]).toContain(status);
    await endedRun(opened, started[0]?.json.id ?? '');
    const { json } = await opened.api('GET', `/runs?policy_id=${policy.id}`);
    expect(json.items).toHaveLength(1);
  });

  it('is refused when the key came with another body or to another place', async () => {
    const headers = withKey('mine');
    expect((await opened.api('POST', '/policies', { body: quickPolicy('mine'), headers })).status).toBe(201);
    const other = await opened.api('POST', '/policies', { body: quickPolicy('other'), headers });
    expect([other.status, other.json.code]).toEqual([409, 'request.idempotency-key']);
    const elsewhere = await opened.api('POST', '/policies/validate', { body: quickPolicy('mine'), headers });
    expect(elsewhere.status).toBe(409);
    const { json } = await opened.api('GET', '/policies');
    expect(json.items.map(({ name }: { name: string }) => name)).not.toContain('other');
  });

  it('of another token has nothing to do with it', async () => {
    const headers = withKey('shared');
    expect((await opened.api('POST', '/policies', { body: quickPolicy('hers'), headers })).status).toBe(201);
    const agents = await opened.api('POST', '/policies', {
      body: quickPolicy('its'),
      headers,
      token: opened.agent,
    });
    expect(agents.status).toBe(201);
  });

  it('is 422 when the key is empty or longer than 200 characters', async () => {
    for (const key of ['', 'k'.repeat(201)]) {
      const answer = await opened.api('POST', '/policies', {
        body: quickPolicy('never'),
        headers: withKey(key),
      });
      expect(answer.status).toBe(422);
    }
    const longest = withKey('k'.repeat(200));
    expect(
      (await opened.api('POST', '/policies', { body: quickPolicy('longest'), headers: longest })).status,
    ).toBe(201);
  });

  it('may be tried again after it was refused', async () => {
    const created = await opened.api('POST', '/policies', { body: quickPolicy('later') });
    const ask = { headers: withKey('try again') };
    const refused = await opened.api('POST', `/policies/${created.json.id}/runs`, ask);
    expect([refused.status, refused.json.code]).toEqual([409, 'approval.required']);
    await opened.api('POST', `/policies/${created.json.id}/approve`, {
      body: { hash: created.json.version.hash },
    });
    const started = await opened.api('POST', `/policies/${created.json.id}/runs`, ask);
    expect(started.status).toBe(202);
    await endedRun(opened, started.json.id);
  });

  it('is not confused by a body that is refused before it', async () => {
    const headers = withKey('mended');
    expect((await opened.api('POST', '/policies', { body: '{"broken', headers })).status).toBe(400);
    expect((await opened.api('POST', '/policies', { body: quickPolicy('mended'), headers })).status).toBe(
      201,
    );
  });

  it('never shows the secret of a token again', async () => {
    const ask = { body: { name: 'helper', scopes: ['read'] }, headers: withKey('a token') };
    const first = await opened.api('POST', '/tokens', ask);
    expect(first.status).toBe(201);
    const second = await opened.api('POST', '/tokens', ask);
    expect([second.status, second.json.code]).toEqual([409, 'request.done']);
    expect(second.text).not.toContain(first.json.token);
    expect((await opened.api('GET', '/tokens')).json.items).toMatchObject([
      { name: 'helper' },
      { name: 'mcp' },
    ]);
  });

  it('answers without a body as it did', async () => {
    const made = await opened.api('POST', '/tokens', { body: { name: 'gone', scopes: ['read'] } });
    const path = `/tokens/${made.json.id}`;
    const statuses = [];
    for (const _ of [1, 2])
      statuses.push((await opened.api('DELETE', path, { headers: withKey('gone') })).status);
    expect(statuses).toEqual([204, 204]);
  });

  it('is forgotten after a day', async () => {
    const ask = { body: quickPolicy('once'), headers: withKey('once') };
    opened.clock.advance(24 * 3_600_000 + 1);
    expect((await opened.api('POST', '/policies', ask)).status).toBe(409);
  });
});
