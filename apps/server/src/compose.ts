import { randomBytes } from 'node:crypto';
import { type Calendars, createCalendars } from '@daybook/calendars';
import {
  createApprovals,
  createQuotas,
  createSavePolicy,
  createStartDryRun,
  createStartRun,
  createTokens,
  type Tokens,
} from '@daybook/guardrails';
import type { Clock, IdSource, Instant, Logger } from '@daybook/kernel';
import { createQueryCheck, createSandbox, openDatabase } from '@daybook/persistence';
import { createLeaseKeeper, type LeaseKeeper, type PipelinePorts } from '@daybook/runner';
import {
  createCronTicker,
  createScheduler,
  createWatchdog,
  type Scheduler,
  type Ticker,
  type Watchdog,
} from '@daybook/scheduler';
import { templateVersions } from '@daybook/stages-render';
import type { Hono } from 'hono';
import { createPolicySqlCompiler } from './compile-sql.ts';
import { createApprovalHasher } from './engine/approved-versions.ts';
import { copyForShow, removeCopies } from './engine/copy-for-show.ts';
import { createSteps } from './engine/create-steps.ts';
import { createDryRunner } from './engine/dry-run.ts';
import { offerFirstPolicy } from './engine/first-policy.ts';
import { createLinks } from './engine/links.ts';
import { createLiveRuns, type LiveRuns } from './engine/live-runs.ts';
import { createMail, type MailEnvironment } from './engine/mail.ts';
import { createOwnerNotices, type OwnerNotices } from './engine/owner-notices.ts';
import { type Probe, probeStores } from './engine/probe-stores.ts';
import { isProcessGone, nameProcess } from './engine/process-name.ts';
import { listProviders } from './engine/provider-status.ts';
import { recoverRuns } from './engine/recover-runs.ts';
import { createScheduledStart } from './engine/scheduled-start.ts';
import { createStores } from './engine/stores.ts';
import { createApp } from './http/create-app.ts';
import { createHandlers } from './http/create-handlers.ts';
import { allowedHosts } from './http/origin-rules.ts';
import { createStaticFiles } from './http/static-files.ts';
import { withLogContext } from './logging/log-context.ts';
import type { Redactor } from './logging/redact.ts';
import type { SecretRegistry } from './logging/secret-registry.ts';
import { createParserOf } from './policy-parser.ts';

/** What Daybook takes from the machine that it runs on. */
export interface Surroundings {
  readonly databaseFile: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** The folder that provider `file` reads from; without it that provider is not configured. */
  readonly fileFolder: string | undefined;
  /** The folder that `send` to channel `file` writes below. */
  readonly deliveryFolder: string;
  /** The folder of the built GUI. */
  readonly guiFolder: string;
  readonly mail: MailEnvironment;
  /** What asks the scheduler to look at what is due. @default node-cron, every second */
  readonly ticker?: Ticker;
  /** When markets are open. @default as the shipped calendars say */
  readonly calendars?: Calendars;
  /** Where the server is, or would be: links lead there. */
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Told of passwords that are set up while the process runs, so that no log line holds them. @default nobody */
  readonly secrets?: Pick<SecretRegistry, 'add'>;
  /** Takes secrets out of what the API tells of failures. @default nothing is taken out */
  readonly redactor?: Pick<Redactor, 'text' | 'fields'>;
  /** Starts the process for SQL at once, beside all the rest, instead of with the first query. @default false */
  readonly warmSql?: boolean;
  /** Told of every call of a store, for tests that stop the process at one. @default nobody */
  readonly probe?: Probe;
}

/** The whole of Daybook, put together; it listens nowhere by itself. */
export interface Daybook {
  /** Answers requests, over a socket or from within the process. */
  readonly app: Hono;
  readonly tokens: Tokens;
  readonly scheduler: Scheduler;
  /** Notices when the scheduler ticks no more. */
  readonly watchdog: Watchdog;
  readonly notices: OwnerNotices;
  readonly live: LiveRuns;
  /** The right to run policies; whoever takes it first takes up the runs of processes that died. */
  readonly lease: LeaseKeeper;
  /** Proposes the policy of a file to a database that has none, so that there is something to look at. */
  offerFirstPolicy(file: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The only place that knows every part.
 * @throws {EngineError} `store.key-rejected`, `store.damaged` or `store.migration-failed` when the database cannot be used.
 */
export async function composeDaybook(surroundings: Surroundings): Promise<Daybook> {
  const sandbox = createSandbox();
  // Whoever asks a query is told why it can't start; others need not know.
  if (surroundings.warmSql === true) sandbox.warm().catch(() => undefined);
  const database = await openDatabase({ file: surroundings.databaseFile, key: surroundings.key }).catch(
    async (cause: unknown) => {
      await sandbox.close();
      throw cause;
    },
  );
  const { clock, ids, log, host, port, calendars = createCalendars() } = surroundings;
  const holder = nameProcess(ids.next());
  const own = createStores({ database, sandbox }, holder, () => lease.fence());
  const stores = surroundings.probe === undefined ? own : probeStores(own, surroundings.probe);
  const links = createLinks(baseUrl(host, port));
  const mail = createMail({
    settings: stores.settings,
    environment: surroundings.mail,
    clock,
    ...(surroundings.secrets === undefined ? {} : { secrets: surroundings.secrets }),
  });
  const notices = createOwnerNotices({ notices: stores.notices, mail, links, clock, log });
  const quotas = createQuotas({ store: stores.quotas, clock });
  const parts = { ...surroundings, mail, quotas };
  const { steps, providers, renderHtml } = createSteps({ ...parts, stores, channels: 'real' });
  const tokens = createTokens({ store: stores.tokens, clock, ids, randomBytes });
  const onEnd = endOfRun(notices, log);
  const lease: LeaseKeeper = createLeaseKeeper({
    store: stores.leases,
    clock,
    log,
    holder,
    isGone: isProcessGone,
    async onTaken() {
      await removeCopies(surroundings.databaseFile);
      await recoverRuns({ ...stores, ...rules, steps, live, clock, log, onEnd });
    },
    onLost: () => live.abandon(),
  });
  const live = createLiveRuns({
    ...surroundings,
    ...stores.history,
    steps,
    store: stores.runs,
    lease,
    onEnd,
    within: inLogContext,
  });
  const { policies, audit } = stores;
  const rules = {
    parsePolicy: createParserOf(steps.shapes),
    approvalHashOf: createApprovalHasher(steps, templateVersions),
  };
  const guards = { ...rules, parse: rules.parsePolicy, policies, quotas, audit, clock, ids };
  const startRun = createStartRun({ ...guards, runs: live.starter });
  const startDryRun = createStartDryRun({
    ...guards,
    runs: createDryRunner({
      ...surroundings,
      steps,
      store: stores.runs,
      live,
      lease,
      artifacts: stores.dryRunArtifacts,
      copyDatabase: () => copyForShow({ ...surroundings, sandbox }),
      // What is not handed over costs nothing.
      stepsOn: (copied) =>
        createSteps({ ...parts, stores: copied, channels: 'for-show', quotas: free }).steps,
    }),
  });
  let lastTick: Instant | null = null;
  const watchdog = createWatchdog(() => performance.now());
  const scheduler = createScheduler({
    ticker: surroundings.ticker ?? createCronTicker(),
    watchdog,
    store: {
      ...stores.schedules,
      schedules() {
        lastTick = clock.now();
        return stores.schedules.schedules();
      },
    },
    clock,
    calendars,
    startRun: createScheduledStart(startRun, live.starter),
    log,
    async onMissed(missed) {
      await notices.runsMissed(missed);
      notices.mailPending().catch(mailFailed(log));
    },
  });
  const savePolicy = createSavePolicy(guards);
  const handlers = createHandlers({
    ...surroundings,
    ...rules,
    compileSql: createPolicySqlCompiler(createQueryCheck(sandbox)),
    calendars,
    savePolicy,
    approvals: createApprovals({ ...guards, approvals: stores.approvals }),
    startRun,
    startDryRun,
    quotas,
    stores,
    steps,
    renderHtml,
    providers: () => listProviders(providers, surroundings.fileFolder),
    tokens,
    live,
    mail,
    links,
    // Whoever does not hold the lease runs nothing, so slots that are due are not its business.
    settleSchedule: () => (lease.fence() === null ? Promise.resolve() : scheduler.tick()),
    lastTick: () => lastTick,
    // As with slots that are due: whoever does not hold the lease runs nothing.
    power: (event) => (lease.fence() === null ? Promise.resolve() : scheduler.power(event)),
  });
  const app = createApp({
    handlers,
    tokens,
    idempotency: { store: stores.idempotency, clock },
    links,
    log,
    ...(surroundings.redactor === undefined ? {} : { redactor: surroundings.redactor }),
    hosts: allowedHosts(host, port),
    files: createStaticFiles(surroundings.guiFolder),
  });
  return {
    app,
    tokens,
    scheduler,
    watchdog,
    notices,
    live,
    lease,
    offerFirstPolicy: (file) => offerFirstPolicy({ ...rules, policies, savePolicy, log }, file),
    async close() {
      await lease.release();
      await own.canonicalRows.close();
      await sandbox.close();
      await database.close();
    },
  };
}

/** Log lines of a step say whose they are. */
const inLogContext: NonNullable<PipelinePorts['within']> = ({ runId, stepId, stage }, work) =>
  withLogContext({ run_id: runId, step_id: stepId, stage }, work);

/** Takes nothing from anybody. */
const free = { take: () => Promise.resolve() };

/** Where a server on that host and port is called. */
export function baseUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The run is over whether or not its owner can be told at once. */
function endOfRun(notices: OwnerNotices, log: Logger): OwnerNotices['runEnded'] {
  return async (run, policyName) => {
    await notices.runEnded(run, policyName);
    notices.mailPending().catch(mailFailed(log));
  };
}

function mailFailed(log: Logger) {
  return (cause: unknown): void => log.error(`Notices could not be mailed: ${String(cause)}`);
}
