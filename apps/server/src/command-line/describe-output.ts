import { artifactReference, fetchEnvelope, type JsonValue } from '@daybook/kernel';
import { z } from 'zod';
import { counted, grouped, spelledBytes } from './terminal-text.ts';

// The summaries below read outputs that the steps' own schemas have checked already; they take only what they print.
const transformOutput = z.object({
  rows_read: z.number(),
  rows_written: z.number(),
  rows_unchanged: z.number(),
  rows_quarantined: z.number(),
});
const queryOutput = z.object({ row_count: z.number() });
const assertOutput = z.object({ checks: z.array(z.unknown()) });
const reportOutput = z.object({ version: z.number(), changed: z.boolean(), empty: z.boolean() });
const renderOutput = z.object({ artifacts: z.array(artifactReference) });
const sendOutput = z.object({ deliveries: z.array(z.object({ recipient: z.string(), status: z.string() })) });

/** One line that says what a step did, or in a dry run would do, from its output; empty for a type that has no summary. */
export function describeOutput(type: string, output: JsonValue, dryRun: boolean): string {
  switch (type) {
    case 'fetch':
      return describeFetch(output);
    case 'transform':
      return describeTransform(output);
    case 'query':
      return counted(queryOutput.parse(output).row_count, 'row');
    case 'assert':
      return `${counted(assertOutput.parse(output).checks.length, 'check')} passed`;
    case 'store_report':
      return describeReport(output);
    case 'render':
      return describeRender(output);
    case 'send':
      return describeSend(output, dryRun);
    default:
      return '';
  }
}

function describeFetch(output: JsonValue): string {
  const { provider, payloads, failed_entities: failed } = fetchEnvelope.parse(output);
  const bytes = payloads.reduce((sum, payload) => sum + payload.bytes, 0);
  const summary = `${counted(payloads.length, 'payload')} from ${provider}, ${spelledBytes(bytes)}`;
  return failed.length === 0
    ? summary
    : `${summary}; failed: ${failed.map((entity) => entity.entity_key).join(', ')}`;
}

function describeTransform(output: JsonValue): string {
  const counts = transformOutput.parse(output);
  const parts = [
    `${counted(counts.rows_read, 'row')} read`,
    `${grouped(counts.rows_written)} written`,
    `${grouped(counts.rows_unchanged)} unchanged`,
  ];
  if (counts.rows_quarantined > 0) parts.push(`${grouped(counts.rows_quarantined)} in quarantine`);
  return parts.join(', ');
}

function describeReport(output: JsonValue): string {
  const { version, changed, empty } = reportOutput.parse(output);
  return `version ${version}, ${changed ? 'new' : 'unchanged'}${empty ? ', without data' : ''}`;
}

function describeRender(output: JsonValue): string {
  const { artifacts } = renderOutput.parse(output);
  return artifacts
    .map(
      ({ format, bytes, cached }) =>
        `${format.toUpperCase()} ${spelledBytes(bytes)}${cached ? ' (cached)' : ''}`,
    )
    .join(', ');
}

function describeSend(output: JsonValue, dryRun: boolean): string {
  const { deliveries } = sendOutput.parse(output);
  const words = (status: string): string =>
    dryRun && status === 'sent' ? 'would be sent' : status.replaceAll('_', ' ');
  return deliveries.map(({ recipient, status }) => `${recipient} ${words(status)}`).join(', ');
}
