import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approved, delivery, page, policyDetail, policySummary, runDetail } from './documents.ts';
import { connectAgent } from './fixture-server.ts';

describe('resources', () => {
  let connection: Awaited<ReturnType<typeof connectAgent>>;
  beforeAll(async () => {
    connection = await connectAgent({
      getPolicySchema: () => ({ type: 'object', required: ['schema_version'] }),
      listPolicies: () => page(policySummary(approved)),
      getPolicy: ({ params }) => policyDetail({ id: params['id'] ?? '' }),
      listRuns: () => page(runDetail()),
      getRun: () => runDetail(),
      listDeliveries: () => page(delivery()),
    });
  });
  afterAll(() => connection.close());

  async function read(uri: string): Promise<unknown> {
    const { contents } = await connection.agent.readResource({ uri });
    const [content] = contents as { uri: string; mimeType: string; text: string }[];
    expect(content).toMatchObject({ uri, mimeType: 'application/json' });
    return JSON.parse(content?.text ?? '');
  }

  it('lists what can be read', async () => {
    const { resources } = await connection.agent.listResources();
    const { resourceTemplates } = await connection.agent.listResourceTemplates();
    expect(resources.map(({ uri }) => uri)).toEqual(['pipeline://policies', 'pipeline://history']);
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'pipeline://policies/{id}',
      'pipeline://runs/{id}',
    ]);
  });

  it('reads the schema and the policies', async () => {
    expect(await read('pipeline://policies')).toMatchObject({
      schema: { type: 'object', required: ['schema_version'] },
      policies: [{ id: 'pol_1', standing: 'approved' }],
    });
  });

  it('reads recent runs', async () => {
    expect(await read('pipeline://history')).toMatchObject({ runs: [{ run_id: 'run_1' }] });
  });

  it('reads one policy with its document', async () => {
    expect(await read('pipeline://policies/pol_7')).toMatchObject({
      policy: { id: 'pol_7', version: { document: { schema_version: 1 } } },
    });
  });

  it('reads one run with its deliveries', async () => {
    expect(await read('pipeline://runs/run_1')).toMatchObject({
      run: { run_id: 'run_1', deliveries: [{ id: 'dlv_1', status: 'sent' }] },
    });
  });

  it('refuses an unknown address', async () => {
    await expect(connection.agent.readResource({ uri: 'pipeline://tokens' })).rejects.toThrow('not found');
  });
});

describe('author_policy', () => {
  it('leads from the goal to a policy that a person approves', async () => {
    const connection = await connectAgent({});
    const { messages } = await connection.agent.getPrompt({
      name: 'author_policy',
      arguments: { goal: 'Closes of NRTH every evening' },
    });
    const text = messages[0]?.content.type === 'text' ? messages[0].content.text : '';
    expect(text).toContain('Closes of NRTH every evening');
    expect(text).toMatch(/validate_policy[\s\S]+create_policy[\s\S]+approve_url/);
    await connection.close();
  });
});
