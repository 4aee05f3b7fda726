import { describe, expect, it } from '@jest/globals';
import { sha256, silentLogger, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import { createTransformStep } from '@daybook/stages-transform';
import { createMemoryPayloadSource, createMemoryRowStore } from '@daybook/stages-transform/testing';
import { createJsonParser, envelopeOf } from './transform-fixture.ts';

describe('the example of the README', () => {
  it('loads one bar', async () => {
    const text = '[{"date":"2024-01-02","open":"10","high":"12","low":"9","close":"11"}]';
    const payload = { bytes: Buffer.from(text), contentType: 'application/json' };
    const envelope = envelopeOf({ 'spx.json': text });
    expect(envelope.payloads[0]?.sha256).toBe(sha256(text));
    const parser = createJsonParser();
    const clock = { now: () => toInstant(0), sleep: () => Promise.resolve() };
    const call = {
      runId: toRunId('run_1'),
      policyId: toPolicyId('pol_1'),
      stepId: 'bars',
      attempt: 1,
      asOf: toInstant(0),
      signal: new AbortController().signal,
      log: silentLogger,
    };

    const rows = createMemoryRowStore();
    const step = createTransformStep({
      payloads: createMemoryPayloadSource([payload]),
      parser,
      rows,
      clock,
    });

    const output = await step.run(
      { source: envelope, target: 'ohlcv', mapping: { symbol: { value: 'SPX' } } },
      call,
    );
    expect(output).toMatchObject({ outcome: 'loaded', rows_written: 1, newest: '2024-01-02' });
    expect((await rows.rows('ohlcv'))[0]?.values).toMatchObject({ symbol: 'SPX', close: '11' });
  });
});
