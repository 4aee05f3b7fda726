import { describe, expect, it } from '@jest/globals';
import { alignKeys } from '../src/diff/align-keys.ts';
import { describeChanges } from '../src/diff/changed-parts.ts';
import { describeTrigger } from '../src/policy/document-parts.ts';

const before = {
  name: 'brief',
  trigger: { cron: '30 16 * * FRI', timezone: 'America/New_York' },
  variables: { recipient: 'me@example.org' },
  steps: [
    { id: 'prices', type: 'fetch', params: { provider: 'sample', dataset: 'ohlcv' } },
    { id: 'mail', type: 'send', params: { channel: 'email' } },
  ],
};

describe('describeChanges', () => {
  it('tells nothing when only the order of keys differs', () => {
    const steps = [
      { params: { dataset: 'ohlcv', provider: 'sample' }, type: 'fetch', id: 'prices' },
      before.steps[1],
    ];
    expect(
      describeChanges(before, { steps, variables: before.variables, name: 'brief', trigger: before.trigger }),
    ).toEqual([]);
  });

  it('names the schedule in words and each step that is new, gone or other', () => {
    const after = {
      ...before,
      trigger: { cron: '30 16 * * MON-FRI', timezone: 'America/New_York' },
      variables: { recipient: 'you@example.org' },
      steps: [
        { id: 'prices', type: 'fetch', params: { provider: 'yahoo', dataset: 'ohlcv' } },
        { id: 'copy', type: 'send', params: { channel: 'file' } },
      ],
    };
    expect(describeChanges(before, after)).toEqual([
      'The schedule was: At 04:30 PM, only on Friday (America/New_York). It becomes: At 04:30 PM, Monday through Friday (America/New_York)',
      'Step copy is new',
      'Step mail is gone',
      'Step prices changes',
      'The variables change',
    ]);
  });

  it('tells that a schedule has other settings when it reads the same', () => {
    const after = { ...before, trigger: { ...before.trigger, misfire_grace_time: 60 } };
    expect(describeChanges(before, after)).toEqual(['The schedule has other settings']);
  });
});

describe('alignKeys', () => {
  it('matches steps by id where they moved', () => {
    const moved = [
      { type: 'send', id: 'b' },
      { type: 'fetch', id: 'a' },
    ];
    const model = [
      { id: 'a', type: 'fetch' },
      { id: 'b', type: 'send' },
    ];
    expect(JSON.stringify(alignKeys(moved, model))).toBe(
      '[{"id":"b","type":"send"},{"id":"a","type":"fetch"}]',
    );
  });

  it('loses nothing of a document that its model lacks', () => {
    expect(alignKeys({ b: [1, { c: null }], a: 'x' }, { a: 'y' })).toEqual({ a: 'x', b: [1, { c: null }] });
  });
});

describe('describeTrigger', () => {
  it('reads a time after the close, a missing trigger and nonsense', () => {
    const calendar = { mic: 'XNYS', after_close: 'PT30M' };
    expect(describeTrigger({ trigger: { calendar, timezone: 'America/New_York' } })).toBe(
      'PT30M after the close of XNYS (America/New_York)',
    );
    expect(describeTrigger({})).toBe('Only when somebody starts it');
    expect(describeTrigger({ trigger: { cron: 'no cron', timezone: 'UTC' } })).toBe('no cron (UTC)');
  });
});
