import { EngineError, sha256 } from '@daybook/kernel';
import { type LoadRequest, MAX_PAYLOAD_BYTES } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import {
  at,
  callOf,
  createFetching,
  payloadFor,
  recordingDataset,
  stubDataset,
  stubProvider,
} from './stub-provider.ts';

describe('the fetch step', () => {
  it('keeps each payload and hands on references', async () => {
    const { fetch, payloads } = createFetching();
    const envelope = await fetch({ criteria: { symbols: ['SPY', 'QQQ'] } });
    const hash = sha256('rows of SPY');
    expect(envelope).toMatchObject({ outcome: 'loaded', provider: 'stub', dataset: 'ohlcv' });
    expect(envelope.payloads[0]).toEqual({
      sha256: hash,
      entity_key: 'SPY',
      content_type: 'text/plain',
      bytes: 11,
      fetched_at: '1970-01-01T00:00:01.000Z',
      cache_status: 'miss',
    });
    expect(Buffer.from((await payloads.read(hash))!.bytes).toString()).toBe('rows of SPY');
    expect((await payloads.origins()).map(({ source }) => source)).toEqual(['stub:SPY', 'stub:QQQ']);
  });

  it('is loaded again when every payload is kept already', async () => {
    const { fetch } = createFetching();
    const first = await fetch({ criteria: { symbols: ['SPY'] } });
    expect(await fetch({ criteria: { symbols: ['SPY'] } })).toEqual(first);
  });

  it('names the one entity that fails and loads the others', async () => {
    const { fetch } = createFetching();
    const envelope = await fetch({ criteria: { symbols: ['SPY', 'BAD', 'QQQ'] } });
    expect(envelope.outcome).toBe('loaded');
    expect(envelope.payloads.map(({ entity_key }) => entity_key)).toEqual(['SPY', 'QQQ']);
    expect(envelope.failed_entities).toEqual([
      { entity_key: 'BAD', code: 'provider.not-found', message: 'There is no BAD.' },
    ]);
  });

  it('fails when every entity fails, naming all', async () => {
    const { fetch, payloads } = createFetching();
    await expect(fetch({ criteria: { symbols: ['BAD1', 'BAD2'] } })).rejects.toMatchObject({
      code: 'provider.not-found',
      message: '"stub" could not deliver any of BAD1, BAD2. The first: There is no BAD1.',
      advice: { kind: 'backoff' },
      details: { failed_entities: [{ entity_key: 'BAD1' }, { entity_key: 'BAD2' }] },
    });
    expect(await payloads.origins()).toEqual([]);
  });

  it('fails with the message of the only entity', async () => {
    const { fetch } = createFetching();
    await expect(fetch({ criteria: { symbols: ['BAD'] } })).rejects.toThrow(
      '"stub" could not deliver BAD: There is no BAD.',
    );
  });

  it('is empty, with a warning, when there is validly nothing', async () => {
    const { fetch } = createFetching();
    expect(await fetch({ criteria: { symbols: ['NONE'] } })).toMatchObject({
      outcome: 'empty',
      payloads: [],
      failed_entities: [],
      warnings: [{ code: 'fetch.nothing-found', message: 'NONE: no bars in that time.' }],
    });
    expect(await fetch({})).toMatchObject({ outcome: 'empty', warnings: [{ code: 'fetch.nothing-found' }] });
  });

  it('takes an entity without an answer for a failed one', async () => {
    const forgetful = stubProvider([stubDataset({ load: async () => [payloadFor('SPY')] })]);
    const envelope = await createFetching(forgetful).fetch({ criteria: { symbols: ['SPY', 'QQQ'] } });
    expect(envelope.failed_entities).toEqual([
      { entity_key: 'QQQ', code: 'provider.response-invalid', message: '"stub" gave no answer for "QQQ".' },
    ]);
  });

  it('refuses a payload of more than 20 MB', async () => {
    const answers = [payloadFor('HUGE', 'x'.repeat(MAX_PAYLOAD_BYTES + 1)), payloadFor('SPY')];
    const { fetch } = createFetching(stubProvider([stubDataset({ load: async () => answers })]));
    const envelope = await fetch({ criteria: { symbols: ['HUGE', 'SPY'] } });
    expect(envelope.payloads.map(({ entity_key }) => entity_key)).toEqual(['SPY']);
    expect(envelope.failed_entities[0]).toMatchObject({
      entity_key: 'HUGE',
      code: 'provider.response-invalid',
    });
  });

  it('resolves a relative range against the instant of the run', async () => {
    const requests: LoadRequest[] = [];
    const { fetch } = createFetching(stubProvider([recordingDataset(requests)]));
    const criteria = { symbols: ['SPY'], range: { type: 'relative', last: 'P1Y' } };
    await fetch({ criteria }, callOf({ asOf: at('2020-02-29T10:00:00Z') }));
    expect(requests).toMatchObject([
      { entities: ['SPY'], from: '2019-02-28', until: '2020-02-29', asOf: '2020-02-29T10:00:00.000Z' },
    ]);
  });

  it('asks nobody when a parameter cannot be honoured', async () => {
    const requests: LoadRequest[] = [];
    const { fetch } = createFetching(stubProvider([recordingDataset(requests)]));
    await expect(fetch({ criteria: { files: ['a.csv'] } })).rejects.toMatchObject({
      code: 'step.params-invalid',
    });
    await expect(fetch({ dataset: 'splits' })).rejects.toMatchObject({ code: 'step.params-invalid' });
    await expect(fetch({ provider: 'stubb' })).rejects.toMatchObject({ code: 'provider.unknown' });
    expect(requests).toEqual([]);
  });

  it('asks nobody for what cannot be had yet', async () => {
    const requests: LoadRequest[] = [];
    const recorded = [recordingDataset(requests), recordingDataset(requests, 'news')];
    const { fetch, payloads } = createFetching(stubProvider(recorded));
    for (const params of [
      { criteria: { range: { type: 'incremental', initial: 'P1Y' } } },
      { provider: 'yahoo' },
      { dataset: 'news' },
    ]) {
      await expect(fetch(params)).rejects.toMatchObject({
        code: 'step.unavailable',
        message: expect.stringContaining('yet in this release'),
        advice: { kind: 'never' },
      });
    }
    expect([requests, await payloads.origins()]).toEqual([[], []]);
  });

  it('passes on what concerns the whole provider', async () => {
    const error = new EngineError('provider.unconfigured', 'There is no folder.');
    const unconfigured = stubDataset({ load: () => Promise.reject(error) });
    const { fetch } = createFetching(stubProvider([unconfigured]));
    await expect(fetch({ criteria: { symbols: ['SPY'] } })).rejects.toBe(error);
  });
});

describe('an aborted fetch', () => {
  it('asks nobody when it is aborted before', async () => {
    const requests: LoadRequest[] = [];
    const { fetch } = createFetching(stubProvider([recordingDataset(requests)]));
    const call = callOf({ signal: AbortSignal.abort(new Error('cancelled')) });
    await expect(fetch({ criteria: { symbols: ['SPY'] } }, call)).rejects.toThrow('cancelled');
    expect(requests).toEqual([]);
  });

  it('keeps nothing when it is aborted while loading', async () => {
    const controller = new AbortController();
    const slow = stubDataset({
      load: async () => {
        controller.abort(new Error('too late'));
        return [payloadFor('SPY')];
      },
    });
    const { fetch, payloads } = createFetching(stubProvider([slow]));
    const call = callOf({ signal: controller.signal });
    await expect(fetch({ criteria: { symbols: ['SPY'] } }, call)).rejects.toThrow('too late');
    expect(await payloads.origins()).toEqual([]);
  });
});
