import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { temporaryFolder } from '../terminal-fixture.ts';
import { readDocument } from '../http/answer-document.ts';
import { lastSampleClose } from './sample-close.ts';
import { startTlsMailServer, type TlsMailServer } from './mail-server.ts';
import { type ServedProcess, startServed, until } from './served-process.ts';
import { policyName, positions, setAt, withMistakes, writePositions } from './weekly-holdings.ts';

const folder = temporaryFolder();
const dataFolder = join(folder.path, 'data');
const fileFolder = join(folder.path, 'files');
const commandLine = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let mailServer: TlsMailServer;
let environment: Record<string, string>;
let server: ServedProcess;
let agent: McpClient;
let cookie = '';

beforeAll(async () => {
  mkdirSync(fileFolder);
  writePositions(fileFolder);
  mailServer = await startTlsMailServer(folder.path);
  environment = {
    DAYBOOK_DATA_DIR: dataFolder,
    DAYBOOK_KEY: '5a'.repeat(32),
    DAYBOOK_FILE_FOLDER: fileFolder,
    DAYBOOK_SMTP_URL: mailServer.url,
    NODE_EXTRA_CA_CERTS: mailServer.authorityFile,
  };
  server = await startServed({ dataFolder, now: '2026-03-06T20:00:00Z', environment });
  agent = new McpClient({ name: 'agent', version: '1' });
  await agent.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [commandLine, 'mcp', '--no-start'],
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stderr: 'ignore',
    }),
  );
}, 60_000);

afterAll(async () => {
  await agent.close();
  await server.stop();
  await mailServer.stop();
  folder.remove();
});

/** What a tool answers, and whether it says that it failed. */
async function tool(name: string, input: Record<string, unknown>) {
  const { isError, structuredContent } = await agent.callTool({ name, arguments: input });
  return { isError, answer: readDocument(JSON.stringify(structuredContent)) };
}

/** A request of the person's browser. */
async function person(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { cookie, 'x-daybook': '1', 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
}

async function get<T>(path: string): Promise<T> {
  const response = await person('GET', path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** The runs, once there are so many and all have ended. */
function endedRuns(count: number): Promise<readonly Record<string, string>[]> {
  return until(async () => {
    const { items } = await get<{ items: Record<string, string>[] }>('/runs');
    return items.length >= count && items.every(({ finished_at: end }) => end !== null) ? items : undefined;
  });
}

// One story: each part begins where the one before ended.
describe('from an agent to the mailbox', () => {
  const document = withMistakes();
  let policyId = '';
  let approveUrl = '';

  it('lets the agent mend a mistake from the answer alone', async () => {
    const refused = await tool('create_policy', { policy: document });
    expect(refused.isError).toBe(true);
    const errors = refused.answer.issues.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/steps/2/params/provider',
      '/steps/4/params/sections/1/query',
    ]);
    for (const { pointer, suggestion } of errors) setAt(document, pointer, suggestion ?? '');

    const { isError, answer } = await tool('create_policy', { policy: document });
    expect(isError).not.toBe(true);
    policyId = answer.id;
    approveUrl = answer.approve_url;
    expect(approveUrl).toBe(`${server.url}/policies/${policyId}`);
    expect(JSON.stringify(answer)).toContain('2026-03-06T21:30:00.000Z');
  }, 30_000);

  it('refuses the agent a run, with the link for a person', async () => {
    const refused = await tool('run_pipeline', { policy_id: policyId });
    expect(refused.isError).not.toBe(true);
    expect(refused.answer).toMatchObject({ status: 'approval_required', approve_url: approveUrl });
  }, 30_000);

  it('lets the person sign in once, see what is to be approved, and approve it', async () => {
    const signedIn = await fetch(server.signInUrl, { redirect: 'manual' });
    expect(signedIn.status).toBe(303);
    cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await fetch(server.signInUrl, { redirect: 'manual' })).status).toBe(403);

    const detail = await get<{ version: { hash: string }; plan: { recipients: string[] } }>(
      `/policies/${policyId}`,
    );
    expect(detail.plan.recipients).toEqual(['owner@example.org']);
    const wrong = await person('POST', `/policies/${policyId}/approve`, { hash: 'f'.repeat(64) });
    expect(wrong.status).toBe(409);
    const approved = await person('POST', `/policies/${policyId}/approve`, { hash: detail.version.hash });
    expect(approved.status).toBe(200);
    expect(await approved.json()).toMatchObject({ standing: 'approved', approved_version: 1 });
  });

  it('fires at the slot, and the mail holds the right figures as HTML and as PDF', async () => {
    server.setClock('2026-03-06T21:29:59Z');
    expect((await get<{ items: unknown[] }>('/runs')).items).toEqual([]);
    server.setClock('2026-03-06T21:30:00Z');
    const [run] = await endedRuns(1);
    expect(run).toMatchObject({
      state: 'success',
      cause: 'schedule',
      actor: 'scheduler',
      scheduled_for: '2026-03-06T21:30:00.000Z',
      policy_version: 1,
    });

    expect(mailServer.mails).toHaveLength(1);
    const [mail] = mailServer.mails;
    expect(mail?.subject).toBe('What I hold');
    expect(mail?.to).toMatchObject({ text: 'owner@example.org' });
    const [pdf] = (mail?.attachments ?? []).filter(({ contentType }) => contentType === 'application/pdf');
    const pdfFile = join(folder.path, 'mail.pdf');
    writeFileSync(pdfFile, pdf?.content ?? '');
    const pdfText = execFileSync('pdftotext', ['-layout', pdfFile, '-'], { encoding: 'utf8' });
    const close = await lastSampleClose('NRTH', '2026-03-05');
    for (const text of [String(mail?.html), mail?.text ?? '', pdfText]) {
      for (const { symbol, quantity, cost } of positions) {
        expect(text).toContain(symbol);
        expect(text).toContain(quantity);
        expect(text).toContain(cost.replace(/\B(?=(\d{3})+\.)/, ','));
      }
      expect(text).toContain(close);
    }
  }, 60_000);

  it('keeps history and delivery record that agree with the mail', async () => {
    const history = await tool('get_pipeline_history', { policy_name: policyName });
    const [run] = await endedRuns(1);
    expect(JSON.stringify(history.answer)).toContain(run?.['id']);
    const { items } = await get<{ items: unknown[] }>('/deliveries');
    expect(items).toMatchObject([
      { channel: 'email', recipient: 'owner@example.org', status: 'sent', version: 1, run_id: run?.['id'] },
    ]);
    const audit = await get<{ items: { action: string; actor: string }[] }>('/audit');
    expect(audit.items.map(({ action, actor }) => `${actor} ${action}`).toReversed()).toEqual([
      'agent:mcp policy.created',
      'agent:mcp run.refused',
      'person:gui policy.approved',
      'scheduler run.requested',
    ]);
  });

  it('sends nothing at the next slot, when the data are the same', async () => {
    // New York has changed its clocks in between: 16:30 is an hour earlier in UTC.
    server.setClock('2026-03-13T20:30:00Z');
    const [second] = await endedRuns(2);
    expect(second).toMatchObject({ state: 'success', scheduled_for: '2026-03-13T20:30:00.000Z' });
    const { steps } = await get<{ steps: { id: string; output: unknown }[] }>(`/runs/${second?.['id']}`);
    expect(steps.find(({ id }) => id === 'mail')?.output).toMatchObject({
      deliveries: [{ recipient: 'owner@example.org', status: 'already_sent' }],
    });
    expect(mailServer.mails).toHaveLength(1);
  }, 60_000);

  it('leaves no secret in its log or in what it tells', async () => {
    const told = JSON.stringify(await get('/audit')) + server.log();
    for (const secret of ['mail-password', environment['DAYBOOK_KEY'] ?? '', cookie.split('=')[1] ?? '']) {
      expect(told).not.toContain(secret);
    }
    expect(readFileSync(join(dataFolder, 'server.json'), 'utf8')).not.toContain('dbk_');
  });
});
