import {
  EngineError,
  type LogFields,
  type ReportModel,
  silentLogger,
  toArtifactId,
  toInstant,
  toPolicyId,
  toReportId,
  toRunId,
} from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import { describe, expect, it } from '@jest/globals';
import { createHtmlRenderer } from '../src/html/html-renderer.ts';
import { createPdfRenderer } from '../src/pdf/pdf-renderer.ts';
import { createRenderStep } from '../src/render-step.ts';
import type { Renderer } from '../src/renderer.ts';
import { createRendererRegistry } from '../src/renderer-registry.ts';
import { createMemoryArtifactStore } from '../src/testing/index.ts';
import { modelOf, sampleCards } from './sample-model.ts';

const report = { report_id: 'rep_brief', version: 3, changed: true, snapshot_sha256: 'abc' };

interface Output {
  readonly artifacts: readonly {
    readonly artifact_id: string;
    readonly format: string;
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly cached: boolean;
  }[];
}

function setUp({
  model = modelOf(...sampleCards),
  renderers = [createHtmlRenderer(), createPdfRenderer()] as readonly Renderer[],
} = {}) {
  const rendered: string[] = [];
  const counted = renderers.map((renderer) => ({
    ...renderer,
    render(drawn: ReportModel) {
      rendered.push(renderer.format);
      return renderer.render(drawn);
    },
  }));
  const artifacts = createMemoryArtifactStore();
  let current = model;
  const step = createRenderStep({
    reports: {
      load: (reportId, version) =>
        Promise.resolve(reportId.startsWith('rep_') && version === current.version ? current : undefined),
    },
    artifacts,
    renderers: createRendererRegistry(counted),
  });
  const warnings: { message: string; fields: LogFields | undefined }[] = [];
  const log = {
    ...silentLogger,
    warn: (message: string, fields?: LogFields) => void warnings.push({ message, fields }),
  };
  return {
    artifacts,
    rendered,
    warnings,
    change: (next: ReportModel) => {
      current = next;
    },
    run: async (params: unknown, signal = new AbortController().signal) =>
      (await step.run(params, callOf({ signal, log }))) as unknown as Output,
  };
}

describe('the render step', () => {
  it('keeps the rendered bytes of each format and names them', async () => {
    const { run, artifacts } = setUp();
    const output = await run({ report, formats: ['html', 'pdf'] });
    expect(output.artifacts.map(({ format, name, cached }) => [format, name, cached])).toEqual([
      ['html', 'market-brief.html', false],
      ['pdf', 'market-brief.pdf', false],
    ]);
    for (const reference of output.artifacts) {
      const artifact = await artifacts.read(toArtifactId(reference.artifact_id));
      expect(artifact).toMatchObject({
        reportId: 'rep_brief',
        version: 3,
        runId: 'run_1',
        sha256: reference.sha256,
      });
      expect(artifact?.bytes.byteLength).toBe(reference.bytes);
    }
  });

  it('finds again what was rendered before and does not render it', async () => {
    const { run, rendered } = setUp();
    const before = await run({ report, formats: ['html'] });
    const after = await run({ report, formats: ['html', 'pdf'] });
    expect(rendered).toEqual(['html', 'pdf']);
    expect(after.artifacts[0]).toEqual({ ...before.artifacts[0], cached: true });
    expect(after.artifacts[1]?.cached).toBe(false);
  });

  it('renders again when a figure changed', async () => {
    const { run, rendered, change } = setUp();
    const before = await run({ report, formats: ['html'] });
    change(modelOf(...sampleCards.slice(1)));
    const after = await run({ report, formats: ['html'] });
    expect(rendered).toEqual(['html', 'html']);
    expect(after.artifacts[0]?.artifact_id).not.toBe(before.artifacts[0]?.artifact_id);
  });

  it('renders again when the renderer is a newer one', async () => {
    const { artifacts, run } = setUp();
    await run({ report, formats: ['html'] });
    const newer = createRenderStep({
      reports: { load: () => Promise.resolve(modelOf(...sampleCards)) },
      artifacts,
      renderers: createRendererRegistry([{ ...createHtmlRenderer(), version: 99 }]),
    });
    expect(await newer.run({ report, formats: ['html'] }, callOf({}))).toMatchObject({
      artifacts: [{ cached: false }],
    });
  });

  it('gives equal content of another report an artifact of its own', async () => {
    const { run, rendered, artifacts } = setUp();
    const [first] = (await run({ report, formats: ['html'] })).artifacts;
    const [second] = (await run({ report: { ...report, report_id: 'rep_other' }, formats: ['html'] }))
      .artifacts;
    expect(rendered).toEqual(['html']);
    expect(second).toMatchObject({ report_id: 'rep_other', cached: true, sha256: first?.sha256 });
    expect(await artifacts.read(toArtifactId(second?.artifact_id ?? ''))).toMatchObject({
      reportId: toReportId('rep_other'),
    });
  });

  it('fails for a report version that is not there', async () => {
    const { run, rendered } = setUp();
    await expect(run({ report: { ...report, version: 4 }, formats: ['html'] })).rejects.toMatchObject({
      code: 'report.not-found',
      message: expect.stringContaining('no version 4 of report rep_brief'),
    });
    expect(rendered).toEqual([]);
  });

  it.each([
    ['no formats', { report, formats: [] }],
    ['a format twice', { report, formats: ['pdf', 'pdf'] }],
    ['an unknown format', { report, formats: ['docx'] }],
    ['no report', { formats: ['pdf'] }],
    ['an unknown key', { report, formats: ['pdf'], theme: 'dark' }],
    ['a version that is not whole', { report: { ...report, version: 1.5 }, formats: ['pdf'] }],
  ])('refuses parameters with %s', async (_, params) => {
    await expect(setUp().run(params)).rejects.toMatchObject({ code: 'step.params-invalid' });
  });

  it('says which report and format could not be rendered, and why', async () => {
    const chart = {
      type: 'chart',
      kind: 'line',
      title: 'Outlook',
      x: 'date',
      y: ['close'],
      series: undefined,
    } as const;
    const { run } = setUp({ model: modelOf({ ...chart, points: [{ date: 'soon', close: '1' }] }) });
    const failure = await run({ report, formats: ['html'] }).catch((error: unknown) => error);
    expect(EngineError.isInstance(failure) && failure.code).toBe('render.failed');
    expect(String(failure)).toMatch(/"market-brief".*html.*chart "Outlook".*"soon"/);
  });

  it('fails for a format that the application can not render', async () => {
    const { run } = setUp({ renderers: [createHtmlRenderer()] });
    await expect(run({ report, formats: ['html', 'pdf'] })).rejects.toMatchObject({
      code: 'step.unavailable',
      message: expect.stringContaining('Nothing renders pdf yet'),
    });
  });

  it('hands warnings of a renderer to the log', async () => {
    const { run, warnings } = setUp({ model: modelOf({ type: 'text', body: '東京' }) });
    await run({ report, formats: ['pdf'] });
    expect(warnings).toEqual([
      {
        message: expect.stringContaining('東 (U+6771)'),
        fields: { report: 'market-brief', version: 3, format: 'pdf' },
      },
    ]);
  });

  it('stops between formats when it is cancelled', async () => {
    const abort = new AbortController();
    const cancelling: Renderer = {
      ...createHtmlRenderer(),
      render: (model) => {
        abort.abort(new Error('cancelled'));
        return createHtmlRenderer().render(model);
      },
    };
    const { run, rendered } = setUp({ renderers: [cancelling, createPdfRenderer()] });
    await expect(run({ report, formats: ['html', 'pdf'] }, abort.signal)).rejects.toThrow('cancelled');
    expect(rendered).toEqual(['html']);
  });
});

function callOf(change: Partial<StepCall>): StepCall {
  return {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    stepId: 'pages',
    attempt: 1,
    asOf: toInstant(0),
    signal: new AbortController().signal,
    log: silentLogger,
    ...change,
  };
}
