import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toolExamples } from '@daybook/mcp-tools';
import { connectAgent } from './fixture-server.ts';

describe('tool list', () => {
  let connection: Awaited<ReturnType<typeof connectAgent>>;
  beforeAll(async () => {
    connection = await connectAgent({});
  });
  afterAll(() => connection.close());

  it('names the tools of this release, none of which approves', async () => {
    const { tools } = await connection.agent.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'create_policy',
      'list_policies',
      'run_pipeline',
      'preview_report',
      'update_policy_schedule',
      'get_pipeline_history',
      'validate_policy',
      'update_policy',
      'list_step_types',
      'list_providers',
      'list_data',
      'query_data',
      'cancel_run',
    ]);
    expect(tools.length).toBeLessThanOrEqual(15);
  });

  it('is the one that was reviewed', async () => {
    const { tools } = await connection.agent.listTools();
    // What agents read is fixed text. After a change on purpose, review the list and write the new hash here.
    expect(createHash('sha256').update(JSON.stringify(tools)).digest('hex')).toBe(
      '28601922ee0c5459f054af4397c3549616aac75c4068a2eb43be5159277ac983',
    );
  });

  it('takes objects and knows every argument', async () => {
    const { tools } = await connection.agent.listTools();
    for (const { name, inputSchema } of tools) {
      expect({ name, type: inputSchema.type, more: inputSchema['additionalProperties'] }).toEqual({
        name,
        type: 'object',
        more: false,
      });
    }
  });

  it('shows in descriptions only the exported examples', async () => {
    const { tools } = await connection.agent.listTools();
    for (const { tool, policy } of toolExamples) {
      expect(tools.find(({ name }) => name === tool)?.description).toContain(JSON.stringify(policy));
    }
    const shown = tools.filter(({ description }) => description?.includes('"schema_version"'));
    expect(shown.map(({ name }) => name)).toEqual(toolExamples.map(({ tool }) => tool));
  });

  it('refuses an argument that a tool does not have', async () => {
    const result = await connection.call('list_policies', { approve: true });
    expect(result).toMatchObject({ isError: true, text: expect.stringContaining('approve') });
  });
});
