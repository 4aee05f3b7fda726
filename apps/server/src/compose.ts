import { type Clock, type IdSource, type Logger, toRunId } from '@daybook/kernel';
import {
  createArtifactStore,
  createDeliveryStore,
  createPayloadStore,
  createPolicyStore,
  createReportDatabase,
  createReportStore,
  createRowStore,
  createRunStore,
  type Database,
  openDatabase,
} from '@daybook/persistence';
import { createPolicyParser, type Policy, type PolicyParser } from '@daybook/policy';
import { createFileProvider, createSampleProvider } from '@daybook/providers';
import { createStepRegistry } from '@daybook/registry';
import { type RunCause, type RunListener, type RunRecord, runPipeline } from '@daybook/runner';
import { createFetchStep, createPayloadParser, createProviderRegistry } from '@daybook/stages-fetch';
import {
  type ArtifactStore,
  createChartDrawer,
  createHtmlRenderer,
  createPdfRenderer,
  createRendererRegistry,
  createRenderStep,
} from '@daybook/stages-render';
import {
  buildReportModel,
  createQueryStep,
  createReportStep,
  type ReportStore,
} from '@daybook/stages-report';
import { createLocalFileChannel, createSendStep } from '@daybook/stages-send';
import { createAssertStep, createTransformStep } from '@daybook/stages-transform';
import { createArtifactSource } from './artifact-source.ts';
import { createReportSource } from './report-source.ts';

/** What the engine takes from the machine that it runs on. */
export interface Surroundings {
  readonly databaseFile: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** The folder that provider `file` reads from; without it that provider is not configured. */
  readonly fileFolder: string | undefined;
  /** The folder that `send` to channel `file` writes below. */
  readonly deliveryFolder: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  readonly log: Logger;
}

/** One run that was asked for. */
export interface RunOrder {
  readonly policy: Policy;
  readonly cause: RunCause;
  /** Who asked. */
  readonly actor: string;
  /** The instant that the run is for; now, when it is left out. */
  readonly asOf?: RunRecord['scheduledFor'];
  readonly signal: AbortSignal;
  readonly onEvent?: RunListener;
}

/** The whole engine, put together. */
export interface Engine {
  readonly parsePolicy: PolicyParser;
  readonly artifacts: ArtifactStore;
  /** Stores the policy as a version of the policy of that name, and runs it to its end. */
  run(order: RunOrder): Promise<RunRecord>;
  close(): Promise<void>;
}

/**
 * The only place that knows every part.
 * @throws {EngineError} `store.key-rejected`, `store.damaged` or `store.migration-failed` when the database cannot be used.
 */
export async function composeEngine(surroundings: Surroundings): Promise<Engine> {
  const database = await openDatabase({ file: surroundings.databaseFile, key: surroundings.key });
  const { clock, ids, random, log } = surroundings;
  const artifacts = createArtifactStore(database);
  const steps = createSteps(surroundings, database, artifacts);
  const store = createRunStore(database);
  const policies = createPolicyStore(database);
  return {
    parsePolicy: createPolicyParser(steps.shapes),
    artifacts,
    async run({ policy, cause, actor, asOf, signal, onEvent }) {
      const createdAt = clock.now();
      const { name, document, documentSha256 } = policy;
      const { policyId, version } = await policies.saveVersion({
        name,
        document,
        documentSha256,
        at: createdAt,
      });
      const header = {
        runId: toRunId(`run_${ids.next()}`),
        policyId,
        policyVersion: version,
        cause,
        actor,
        scheduledFor: asOf ?? createdAt,
        createdAt,
      };
      return runPipeline(
        { steps, store, clock, random, log },
        { header, policy, signal, ...(onEvent === undefined ? {} : { onEvent }) },
      );
    },
    close: () => database.close(),
  };
}

function createSteps(surroundings: Surroundings, database: Database, artifacts: ArtifactStore) {
  const { clock, fileFolder, deliveryFolder } = surroundings;
  const providers = createProviderRegistry([
    createFileProvider({ folder: fileFolder }),
    createSampleProvider(),
  ]);
  const payloads = createPayloadStore(database);
  const reports: ReportStore = createReportStore(database);
  const canonicalRows = createReportDatabase(database);
  // HTML and PDF show the same pictures, so each is drawn once.
  const charts = createChartDrawer();
  return createStepRegistry([
    createFetchStep({ providers, payloads, clock }),
    createTransformStep({
      payloads,
      parser: createPayloadParser(providers),
      rows: createRowStore(database),
      clock,
    }),
    createQueryStep({ database: canonicalRows }),
    createAssertStep(),
    createReportStep({ database: canonicalRows, reports }),
    createRenderStep({
      reports: createReportSource(reports, buildReportModel),
      artifacts,
      renderers: createRendererRegistry([createHtmlRenderer({ charts }), createPdfRenderer({ charts })]),
    }),
    createSendStep({
      artifacts: createArtifactSource(artifacts, reports),
      deliveries: createDeliveryStore(database),
      channels: [createLocalFileChannel({ folder: deliveryFolder })],
      clock,
    }),
  ]);
}
