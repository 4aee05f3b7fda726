import { readFile } from 'node:fs/promises';
import { silentLogger, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import {
  createChartDrawer,
  createEmailRenderer,
  createHtmlRenderer,
  createPdfRenderer,
  createRendererRegistry,
  createRenderStep,
  type ReportSource,
} from '@daybook/stages-render';
import { createMemoryArtifactStore } from '@daybook/stages-render/testing';
import { describe, expect, it } from '@jest/globals';
import { modelOf, sampleCards } from './sample-model.ts';

const reports: ReportSource = { load: () => Promise.resolve(modelOf(...sampleCards)) };
const artifacts = createMemoryArtifactStore();
const call: StepCall = {
  runId: toRunId('run_1'),
  policyId: toPolicyId('pol_1'),
  stepId: 'pages',
  attempt: 1,
  asOf: toInstant(0),
  signal: new AbortController().signal,
  log: silentLogger,
};

describe('the example of the README', () => {
  it('renders every format', async () => {
    // One drawer for all formats draws each chart once.
    const charts = createChartDrawer();
    const renderers = createRendererRegistry([
      createHtmlRenderer({ charts }),
      createPdfRenderer({ charts }),
      createEmailRenderer({ charts }),
    ]);
    const step = createRenderStep({ reports, artifacts, renderers });

    const report = { report_id: 'rep_1', version: 3 };
    const output = await step.run({ report, formats: ['html', 'pdf', 'email'] }, call);
    expect(output).toMatchObject({
      artifacts: [
        { name: 'market-brief.html' },
        { name: 'market-brief.pdf' },
        { name: 'market-brief.email' },
      ],
    });
  });

  it('is the code above, line by line', async () => {
    const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
    const lines = (code: string) => code.split('\n').map((line) => line.trim());
    const here = new Set(lines(await read('readme.test.ts')));
    const example = /```ts\n(.*?)```/s.exec(await read('../README.md'))?.[1] ?? '';
    expect(lines(example).filter((line) => !here.has(line))).toEqual([]);
  });
});
