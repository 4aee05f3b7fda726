import type { Quotas } from '@daybook/guardrails';
import type { Clock, ReportId } from '@daybook/kernel';
import { createFileProvider, createSampleProvider } from '@daybook/providers';
import { createStepRegistry } from '@daybook/registry';
import { createFetchStep, createPayloadParser, createProviderRegistry } from '@daybook/stages-fetch';
import {
  createChartDrawer,
  createEmailRenderer,
  createHtmlRenderer,
  createPdfRenderer,
  createRendererRegistry,
  createRenderStep,
} from '@daybook/stages-render';
import { buildReportModel, createQueryStep, createReportStep } from '@daybook/stages-report';
import {
  type Channel,
  createEmailChannel,
  createLocalFileChannel,
  createSendStep,
} from '@daybook/stages-send';
import { createAssertStep, createTransformStep } from '@daybook/stages-transform';
import { createArtifactSource } from '../artifact-source.ts';
import { createReportSource } from '../report-source.ts';
import type { Mail } from './mail.ts';
import type { Stores } from './stores.ts';

export interface StepSurroundings {
  readonly stores: Stores;
  /** The folder that provider `file` reads from; without it that provider is not configured. */
  readonly fileFolder: string | undefined;
  /** The folder that `send` to channel `file` writes below. */
  readonly deliveryFolder: string;
  readonly clock: Clock;
  readonly mail: Mail;
  readonly quotas: Pick<Quotas, 'take'>;
  /** Whether channels really hand over; a run for show only checks what could be checked. */
  readonly channels: 'real' | 'for-show';
}

/** The step types of the application, each with what it needs, and the parts of them that others ask. */
export function createSteps(surroundings: StepSurroundings) {
  const { stores, fileFolder, clock, quotas, channels } = surroundings;
  const providers = createProviderRegistry([
    createFileProvider({ folder: fileFolder }),
    createSampleProvider(),
  ]);
  // All formats show the same pictures, so each is drawn once.
  const charts = createChartDrawer();
  const html = createHtmlRenderer({ charts });
  const models = createReportSource(stores.reports, buildReportModel);
  const steps = createStepRegistry([
    createFetchStep({ providers, payloads: stores.payloads, database: stores.canonicalRows, clock }),
    createTransformStep({
      payloads: stores.payloads,
      parser: createPayloadParser(providers),
      rows: stores.rows,
      clock,
    }),
    createQueryStep({ database: stores.canonicalRows }),
    createAssertStep({ database: stores.canonicalRows }),
    createReportStep({ database: stores.canonicalRows, reports: stores.reports }),
    createRenderStep({
      reports: models,
      artifacts: stores.artifacts,
      renderers: createRendererRegistry([
        html,
        createPdfRenderer({ charts }),
        createEmailRenderer({ charts }),
      ]),
    }),
    createSendStep({
      artifacts: createArtifactSource(stores.artifacts, stores.reports),
      deliveries: stores.deliveries,
      channels: channels === 'real' ? realChannels(surroundings) : realChannels(surroundings).map(forShow),
      clock,
      mailQuota: { take: (count) => quotas.take('emails', count) },
    }),
  ]);
  return {
    steps,
    providers,
    /** A report version as an HTML page; `undefined` when there is none. */
    async renderHtml(reportId: ReportId, version: number): Promise<Uint8Array | undefined> {
      const model = await models.load(reportId, version);
      return model === undefined ? undefined : (await html.render(model)).bytes;
    },
  };
}

function realChannels({ deliveryFolder, mail }: StepSurroundings): readonly Channel[] {
  return [
    createLocalFileChannel({ folder: deliveryFolder }),
    createEmailChannel({ transport: () => mail.sender() }),
  ];
}

/** Checks recipients as the real channel does, and hands nothing to anybody. */
function forShow(channel: Channel): Channel {
  const nothing = { deliver: () => Promise.resolve(), findOut: () => Promise.resolve('missing' as const) };
  return channel.name === 'file' ? { ...channel, ...nothing } : { ...channel, ...nothing };
}
