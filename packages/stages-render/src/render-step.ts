import {
  type ArtifactFormat,
  type ArtifactReference,
  artifactFormats,
  artifactReference,
  canonicalJson,
  derivedId,
  EngineError,
  type ReportId,
  type ReportModel,
  sha256,
  toArtifactId,
  toJson,
  toReportId,
} from '@daybook/kernel';
import { defineStep, type Step, type StepCall } from '@daybook/registry';
import { z } from 'zod';
import type { Artifact, ArtifactStore } from './artifact-store.ts';
import type { Renderer } from './renderer.ts';
import type { RendererRegistry } from './renderer-registry.ts';
import type { ReportSource } from './report-source.ts';

/** What the step needs of the outside. */
export interface RenderPorts {
  readonly reports: ReportSource;
  readonly artifacts: ArtifactStore;
  readonly renderers: RendererRegistry;
}

const params = z.strictObject({
  report: z
    .looseObject({ report_id: z.string().min(1), version: z.int().positive() })
    .describe('The output of a store_report step.'),
  formats: z
    .array(z.enum(artifactFormats))
    .min(1)
    .refine((formats) => new Set(formats).size === formats.length, 'a format may be listed once')
    .meta({ uniqueItems: true })
    .describe('What to render, in this order.'),
});

const output = z.strictObject({ artifacts: z.array(artifactReference) });

/** The type and schemas of the step, as data: what a policy is checked against. */
export const renderStepShape = {
  type: 'render',
  summary: 'Renders a stored report version as files: HTML, PDF, the body of a mail, CSV or PNG.',
  params,
  output,
} as const;

/** Turns one report version into files; what was rendered before is found again and not rendered. */
export function createRenderStep({ reports, artifacts, renderers }: RenderPorts): Step<'render'> {
  return defineStep({
    ...renderStepShape,
    effect: 'local-write',
    async execute({ report, formats }, call) {
      const chosen = formats.map((format) => findRenderer(renderers, format));
      const reportId = toReportId(report.report_id);
      const model = await reports.load(reportId, report.version);
      if (model === undefined) throw reportNotFound(reportId, report.version);
      const references: ArtifactReference[] = [];
      for (const renderer of chosen) {
        call.signal.throwIfAborted();
        references.push(await provide({ artifacts, reportId, model, renderer, call }));
      }
      return { artifacts: references };
    },
  });
}

interface RenderJob {
  readonly artifacts: ArtifactStore;
  readonly reportId: ReportId;
  readonly model: ReportModel;
  readonly renderer: Renderer;
  readonly call: StepCall;
}

async function provide({
  artifacts,
  reportId,
  model,
  renderer,
  call,
}: RenderJob): Promise<ArtifactReference> {
  const { format } = renderer;
  const renderKey = sha256(
    canonicalJson({ model: toJson(model), format, renderer_version: renderer.version }),
  );
  const known = await artifacts.find(renderKey);
  const bytes = known?.bytes ?? (await render(model, renderer, call));
  const artifact: Artifact = {
    artifactId: toArtifactId(derivedId('art', reportId, String(model.version), format, renderKey)),
    reportId,
    version: model.version,
    format,
    name: `${model.report}.${format}`,
    bytes,
    sha256: known?.sha256 ?? sha256(bytes),
    renderKey,
    runId: call.runId,
  };
  // Equal content may belong to another report: then the bytes are shared, and the artifact is this report's own.
  if (known?.artifactId !== artifact.artifactId) {
    call.signal.throwIfAborted();
    await artifacts.save(artifact);
  }
  return toReference(artifact, known !== undefined);
}

async function render(model: ReportModel, renderer: Renderer, { log }: StepCall): Promise<Uint8Array> {
  const { report, version } = model;
  const { format } = renderer;
  try {
    const { bytes, warnings } = await renderer.render(model);
    for (const message of warnings) log.warn(message, { report, version, format });
    return bytes;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'render.failed',
      `Report "${report}" could not be rendered as ${format}: ${reason}. Change the section that it names, or leave the format out.`,
      { cause, details: { report, version, format } },
    );
  }
}

function toReference(artifact: Artifact, cached: boolean): ArtifactReference {
  return {
    artifact_id: artifact.artifactId,
    report_id: artifact.reportId,
    version: artifact.version,
    format: artifact.format,
    name: artifact.name,
    sha256: artifact.sha256,
    bytes: artifact.bytes.byteLength,
    cached,
  };
}

function findRenderer(renderers: RendererRegistry, format: ArtifactFormat): Renderer {
  const renderer = renderers.find(format);
  if (renderer !== undefined) return renderer;
  const message = `Nothing renders ${format} yet; this application renders ${renderers.formats.join(', ') || 'nothing'}. Leave it out of "formats".`;
  throw new EngineError('step.unavailable', message, { details: { format } });
}

function reportNotFound(reportId: ReportId, version: number): EngineError {
  return new EngineError(
    'report.not-found',
    `There is no version ${version} of report ${reportId} to render. Give the output of a store_report step of this policy.`,
    { details: { report_id: reportId, version } },
  );
}
