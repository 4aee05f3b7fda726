import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiError, type Client, createClient, routes } from '@daybook/api-contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';
import { findBarriers, isTooWide, launchBrowser, openPage, picture } from './browser.ts';
import { lastSampleClose } from './sample-close.ts';
import { startTlsMailServer, type TlsMailServer } from './mail-server.ts';
import { type ServedProcess, startServed, until } from './served-process.ts';
import { policyName, weeklyHoldings, writePositions } from './weekly-holdings.ts';

const folder = temporaryFolder();
const dataFolder = join(folder.path, 'data');
const fileFolder = join(folder.path, 'files');
let mailServer: TlsMailServer;
let server: ServedProcess;
let agent: Client;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(fileFolder);
  writePositions(fileFolder);
  mailServer = await startTlsMailServer(folder.path);
  const environment = {
    DAYBOOK_DATA_DIR: dataFolder,
    DAYBOOK_KEY: '5a'.repeat(32),
    DAYBOOK_FILE_FOLDER: fileFolder,
    NODE_EXTRA_CA_CERTS: mailServer.authorityFile,
  };
  server = await startServed({ dataFolder, now: '2026-03-06T20:00:00Z', environment });
  const made = await daybook(
    ['token', 'create', '--scopes', 'read,author,run', '--name', 'desk'],
    environment,
  );
  agent = createClient({ baseUrl: server.url, token: made.stdout.trim(), fetch });
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'Europe/Vienna' });
  ({ page, complaints } = await openPage(context));
}, 60_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  await mailServer.stop();
  folder.remove();
});

/** Waits until the newest run has ended. */
function endedRuns(count: number) {
  return until(async () => {
    const { items } = await agent.call(routes.listRuns, {});
    return items.length >= count && items.every((run) => run.finished_at !== null) ? items : undefined;
  });
}

// One story: each part begins where the one before ended.
describe('the person in the browser', () => {
  it('is told how to sign in, and signs in with the link', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Sign in to Daybook' }).waitFor();
    complaints.length = 0;
    await page.goto(server.signInUrl);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
  }, 30_000);

  it('sets up the mail server, sees what is wrong, and gets a test message', async () => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Mail server').fill('localhost');
    await page.getByLabel('Port', { exact: true }).fill(String(mailServer.port));
    await page.getByLabel('Security').selectOption('tls');
    await page.getByLabel('User').fill('me@example.org');
    await page.getByLabel('Password', { exact: true }).fill('wrong-password');
    await page.getByLabel('Sender').fill('me@example.org');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('password', { exact: false }).first().waitFor();
    await page.getByLabel('Test mail to').fill('owner@example.org');
    await page.getByRole('button', { name: 'Send test mail' }).click();
    await page
      .getByText(/refused the (login|user|password)|user and password/i)
      .first()
      .waitFor();
    expect(await page.content()).not.toContain('wrong-password');

    await page.getByLabel('Password', { exact: true }).fill('mail-password');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/saved/i).first().waitFor();
    await page.getByRole('button', { name: 'Send test mail' }).click();
    await until(async () => mailServer.mails[0]);
    expect(mailServer.mails[0]?.subject).toBe('Daybook: test message');
  }, 40_000);

  it('reads what the agent proposes, and approves it', async () => {
    await agent.call(routes.createPolicy, { body: structuredClone(weeklyHoldings) });
    await page.getByRole('link', { name: /^Approvals/ }).click();
    await page.getByRole('link', { name: `Review ${policyName}` }).click();
    await page.getByText('Mails "What I hold" to owner@example.org, with PDF attached').waitFor();
    await picture(page, 'approval-1440-light');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Run now' }).waitFor();
    const approved = await until(async () => {
      const { items } = await agent.call(routes.listPolicies, {});
      return items.find(({ standing }) => standing === 'approved');
    });
    expect(approved).toMatchObject({ name: policyName, approved_version: 1, proposed_version: null });
  }, 30_000);

  it('finds the scheduled run with its steps, and the report that was mailed', async () => {
    server.setClock('2026-03-06T21:30:00Z');
    await endedRuns(1);
    await page.getByRole('link', { name: 'Runs' }).click();
    await page
      .getByRole('table', { name: 'Runs' })
      .getByRole('link', { name: new RegExp(policyName) })
      .first()
      .click();
    await page.getByText('owner@example.org sent').waitFor();
    expect(mailServer.mails.map(({ subject }) => subject)).toEqual(['Daybook: test message', 'What I hold']);

    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('link', { name: 'What I hold' }).first().click();
    const report = page.frameLocator('iframe');
    await report
      .getByText(await lastSampleClose('NRTH', '2026-03-05'))
      .first()
      .waitFor();
    await report.getByText('1,010.10').waitFor();
  }, 60_000);

  it('finds that run in the schedule, with the times to come', async () => {
    await page.goto(`${server.url}/schedule?month=2026-03`);
    await page.getByRole('heading', { name: 'March 2026' }).waitFor();
    const day = (name: string) => page.getByRole('cell', { name });
    await day('Fri 6 Mar 2026').getByText('Ran').waitFor();
    await day('Fri 13 Mar 2026').getByText('Due').waitFor();
    await page.getByRole('link', { name: 'Next month, April 2026' }).click();
    await day('Fri 3 Apr 2026').getByText('Due').waitFor();
    await page.goBack();
    await day('Fri 6 Mar 2026').getByRole('link', { name: policyName }).click();
    await page.getByText('owner@example.org sent').waitFor();
    expect(page.url()).toContain(`${server.url}/runs/run_`);
  }, 30_000);

  it('keeps the approved version running when the agent edits it, and sees the difference', async () => {
    const [policy] = (await agent.call(routes.listPolicies, {})).items;
    if (policy === undefined) throw new Error('no policy');
    const edited = { ...structuredClone(weeklyHoldings), variables: { recipient: 'other@example.org' } };
    const proposed = await agent.call(routes.updatePolicy, { params: { id: policy.id }, body: edited });
    expect(proposed).toMatchObject({ standing: 'approved', approved_version: 1, proposed_version: 2 });
    const { hash } = proposed.version;
    if (hash === null) throw new Error('no hash');
    const approving = agent.call(routes.approvePolicy, { params: { id: policy.id }, body: { hash } });
    await expect(approving).rejects.toBeInstanceOf(ApiError);
    await expect(approving).rejects.toMatchObject({ problem: { status: 403 } });

    server.setClock('2026-03-13T20:30:00Z');
    const [newest] = await endedRuns(2);
    expect(newest).toMatchObject({ policy_version: 1, state: 'success' });
    await page.goto(`${server.url}/policies/${policy.id}`);
    await page
      .getByRole('region', { name: /^(Differences from|What changes)/ })
      .first()
      .waitFor();
    expect(await page.content()).toContain('other@example.org');
    await picture(page, 'difference-1440-light');
    await page.getByRole('button', { name: 'Reject' }).click();
    await until(async () => {
      const { items } = await agent.call(routes.listPolicies, {});
      return items.find((each) => each.id === policy.id && each.proposed_version === null);
    });
  }, 60_000);

  it('looks into the stored data, and is shown how to write a query that is refused', async () => {
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByText('ohlcv', { exact: true }).click();
    await page.getByRole('table', { name: 'Columns of ohlcv', exact: true }).getByText('adj_close').waitFor();
    await page.getByRole('table', { name: 'The newest rows of ohlcv' }).getByRole('row').nth(3).waitFor();
    await page.getByRole('button', { name: 'Query ohlcv' }).click();
    const box = page.getByLabel('One SELECT');
    expect(await box.inputValue()).toContain('FROM ohlcv\nORDER BY date DESC');
    await box.press('Control+Enter');
    await page.getByText(/^20 rows in [\d,]+ ms$/).waitFor();
    const move = '(close - open) / open * 100';
    await box.fill(`SELECT symbol, date, ${move} AS percent FROM ohlcv WHERE ${move} > 1 ORDER BY ${move}`);
    await page.getByRole('button', { name: 'Run query' }).click();
    // However long the query to write is, all of it can be read in its place.
    const suggested = await page.getByLabel('The suggested query').boundingBox();
    const around = await page.getByLabel('The suggested query').locator('..').boundingBox();
    expect(around?.width).toBeGreaterThanOrEqual(suggested?.width ?? Infinity);
    const written = await box.boundingBox();
    expect(written?.width).toBeGreaterThanOrEqual(suggested?.width ?? Infinity);
    await picture(page, 'data-refused');
    await box.fill('SELECT symbol, quantity FROM positions ORDER BY symbol;');
    await page.getByRole('button', { name: 'Run query' }).click();
    await page.getByText('The query is refused').waitFor();
    await page.getByLabel('The suggested query').filter({ hasText: 'quantity' }).waitFor();
    await page.getByRole('button', { name: 'Use the suggested query' }).click();
    await page.getByRole('table', { name: 'Rows of the query' }).waitFor();
    expect(await box.inputValue()).toBe('SELECT symbol, quantity FROM positions ORDER BY symbol');
    expect(await findBarriers(page)).toEqual([]);
    await picture(page, 'data-asked');
  }, 60_000);

  it('complains about nothing', () => {
    // A refused test message or query is an answer, which the browser counts as an error too.
    const own = complaints.filter((text) => !/status of (401|409|422|502)/.test(text));
    expect(own).toEqual([]);
  });

  const pages = [
    '/',
    '/approvals',
    '/policies/:id',
    '/runs',
    '/runs/:id',
    '/schedule?month=2026-03',
    '/reports',
    '/reports/:id',
    '/data',
    '/settings',
  ];
  it.each(['light', 'dark'] as const)(
    'shows every page at three widths in %s, without barriers and not too wide',
    async (colorScheme) => {
      const [policy] = (await agent.call(routes.listPolicies, {})).items;
      const [run] = (await agent.call(routes.listRuns, {})).items;
      const [report] = (await agent.call(routes.listReports, {})).items;
      const ids: Record<string, string | undefined> = {
        '/policies/:id': policy?.id,
        '/runs/:id': run?.id,
        '/reports/:id': report?.id,
      };
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const findings: string[] = [];
      for (const path of pages) {
        await page.goto(server.url + path.replace(':id', ids[path] ?? ''));
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
        await page
          .getByText(/^Loading /)
          .first()
          .waitFor({ state: 'detached' });
        for (const width of [360, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          if (await isTooWide(page)) findings.push(`${path} is too wide at ${width} px`);
          const name = path.replaceAll(/[/:?=]+/g, '-').replace(/^-/, '') || 'overview';
          await picture(page, `${name}-${width}-${colorScheme}`);
        }
        findings.push(...(await findBarriers(page)).map((barrier) => `${path}: ${barrier}`));
      }
      expect(findings).toEqual([]);
    },
    90_000,
  );
});
