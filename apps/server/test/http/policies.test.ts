import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from './answer-document.ts';
import {
  approved,
  approveNewest,
  base,
  endedRun,
  type OpenedDaybook,
  openDaybook,
} from './opened-daybook.ts';
import { dailyPolicy, quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
});
afterAll(() => opened.close());

const detail = async (id: string): Promise<AnswerDocument> =>
  (await opened.api('GET', `/policies/${id}`)).json;
const versionsOf = async (id: string): Promise<readonly AnswerDocument[]> =>
  (await opened.api('GET', `/policies/${id}/versions`)).json.items;
const comingOf = async (id: string): Promise<string[]> =>
  (await opened.api('GET', '/schedule?days=2')).json.coming
    .filter((fire: AnswerDocument) => fire.policy_id === id)
    .map(({ at }: AnswerDocument) => at);

describe('creating a policy', () => {
  it('answers 201 with its id, what it does, and where a person approves it', async () => {
    const { status, json } = await opened.api('POST', '/policies', {
      body: dailyPolicy('first'),
      token: opened.agent,
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      id: expect.stringMatching(/^pol_[0-9a-z]+$/),
      name: 'first',
      standing: 'proposed',
      approved_version: null,
      proposed_version: 1,
      next_fire: null,
      version: {
        version: 1,
        verdict: 'proposed',
        created_by: 'agent:mcp',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      plan: { queries: ['SELECT 1 AS one'] },
      link: `${base}/policies/${json.id}`,
    });
    expect(json.next_fires[0]?.at).toBe('2026-03-07T14:00:00.000Z');
    expect(await comingOf(json.id)).toEqual([]);
  });

  it('of a name that is taken is 409 with the id of the one that has it', async () => {
    const again = await opened.api('POST', '/policies', { body: dailyPolicy('first') });
    const [first] = (await opened.api('GET', '/policies')).json.items;
    expect([again.status, again.json.code]).toEqual([409, 'policy.conflict']);
    expect(again.json.details.policy_id).toBe(first?.id);
    expect(await versionsOf(again.json.details.policy_id)).toHaveLength(1);
  });
});

describe('deciding about a policy', () => {
  it('is bound to the hash that the person saw', async () => {
    const { json } = await opened.api('POST', '/policies', { body: quickPolicy('bound') });
    const seen = json.version.hash;
    const changed = { ...quickPolicy('bound'), description: 'changed since' };
    expect((await opened.api('PUT', `/policies/${json.id}`, { body: changed })).status).toBe(200);
    for (const hash of [seen, 'f'.repeat(64)]) {
      const answer = await opened.api('POST', `/policies/${json.id}/approve`, { body: { hash } });
      expect([answer.status, answer.json.code]).toEqual([409, 'approval.mismatch']);
    }
    expect(
      (await opened.api('POST', `/policies/${json.id}/approve`, { body: { hash: 'short' } })).status,
    ).toBe(422);
    expect((await detail(json.id)).standing).toBe('proposed');
    expect(await approveNewest(opened, json.id)).toMatchObject({ standing: 'approved', approved_version: 2 });
  });

  it('twice is as good as once', async () => {
    const policy = await approved(opened, quickPolicy('twice'));
    const again = await approveNewest(opened, policy.id);
    expect(again.version.decided_at).toBe(policy.version.decided_at);
    const { items } = (await opened.api('GET', '/audit')).json;
    const decisions = items.filter(
      ({ action, subject }: AnswerDocument) => action === 'policy.approved' && subject === policy.id,
    );
    expect(decisions).toMatchObject([{ actor: 'person:gui', details: { version: 1 } }]);
  });

  it('rejects a version, and the approved one before it goes on', async () => {
    const policy = await approved(opened, dailyPolicy('rejected'));
    await opened.api('PUT', `/policies/${policy.id}`, {
      body: { ...dailyPolicy('rejected'), description: 'no' },
    });
    const { hash } = (await detail(policy.id)).version;
    const answer = await opened.api('POST', `/policies/${policy.id}/reject`, { body: { hash } });
    expect(answer.json).toMatchObject({
      standing: 'approved',
      approved_version: 1,
      newest_version: 2,
      proposed_version: null,
    });
    expect((await opened.api('POST', `/policies/${policy.id}/approve`, { body: { hash } })).status).toBe(409);
    expect((await opened.api('POST', `/policies/${policy.id}/reject`, { body: { hash } })).status).toBe(409);
  });
});

describe('an edit of an approved policy', () => {
  it('waits, while the approved version runs and keeps its schedule, until a person approves it', async () => {
    const policy = await approved(opened, dailyPolicy('edited'));
    expect((await comingOf(policy.id))[0]).toBe('2026-03-07T14:00:00.000Z');
    const edited = { ...dailyPolicy('edited', { cron: '30 10 * * *' }), description: 'later' };
    const { json } = await opened.api('PUT', `/policies/${policy.id}`, { body: edited, token: opened.agent });
    expect(json).toMatchObject({
      standing: 'approved',
      approved_version: 1,
      newest_version: 2,
      proposed_version: 2,
    });
    expect(json.next_fire?.at).toBe('2026-03-07T14:00:00.000Z');
    expect(json.next_fires[0]?.at).toBe('2026-03-07T15:30:00.000Z');
    expect((await comingOf(policy.id))[0]).toBe('2026-03-07T14:00:00.000Z');
    const first = await opened.api('POST', `/policies/${policy.id}/runs`);
    expect(first.json.policy_version).toBe(1);
    await endedRun(opened, first.json.id);

    await approveNewest(opened, policy.id);
    expect((await comingOf(policy.id))[0]).toBe('2026-03-07T15:30:00.000Z');
    const second = await opened.api('POST', `/policies/${policy.id}/runs`);
    expect(second.json.policy_version).toBe(2);
    await endedRun(opened, second.json.id);
    const versions = await versionsOf(policy.id);
    expect(versions.map(({ version, verdict, created_by: by }) => [version, verdict, by])).toEqual([
      [2, 'approved', 'agent:mcp'],
      [1, 'superseded', 'person:gui'],
    ]);
  });

  it('that gives back what was read changes nothing', async () => {
    const policy = await approved(opened, dailyPolicy('given-back'));
    const { version } = await detail(policy.id);
    const { json } = await opened.api('PUT', `/policies/${policy.id}`, { body: version.document });
    expect(json).toEqual(await detail(policy.id));
    expect(json).toMatchObject({
      newest_version: 1,
      proposed_version: null,
      version: { hash: version.hash },
    });
  });

  it('under another name is 409', async () => {
    const policy = await approved(opened, quickPolicy('named'));
    const answer = await opened.api('PUT', `/policies/${policy.id}`, { body: quickPolicy('renamed') });
    expect([answer.status, answer.json.code]).toEqual([409, 'policy.conflict']);
  });
});

describe('the list of policies', () => {
  it('comes page by page, by name, each once', async () => {
    const all = (await opened.api('GET', '/policies?limit=200')).json.items.map(
      ({ name }: AnswerDocument) => name,
    );
    expect(all.length).toBeGreaterThanOrEqual(5);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { json } = await opened.api('GET', `/policies?limit=2${cursor}`);
      seen.push(...json.items.map(({ name }: AnswerDocument) => name));
      cursor = json.next_cursor === null ? '' : `&cursor=${json.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(all);
    expect(seen).toEqual(seen.toSorted());
  });
});
