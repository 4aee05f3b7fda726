import { describe, expect, it } from '@jest/globals';
import { derivedId, parseInstant, sha256, toEpochMs } from '@daybook/kernel';

describe('sha256', () => {
  it('hashes the UTF-8 form of a text', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('é')).toBe(sha256(new TextEncoder().encode('é')));
  });
});

describe('derivedId', () => {
  it('names the same thing the same way, and no other', () => {
    expect(derivedId('rep', 'a', 'b')).toBe(derivedId('rep', 'a', 'b'));
    expect(derivedId('rep', 'a', 'b')).not.toBe(derivedId('rep', 'ab'));
    expect(derivedId('rep', 'a')).toMatch(/^rep_[0-9a-f]{26}$/);
  });
});

describe('parseInstant', () => {
  it.each([
    ['2020-04-17T21:00:00Z', '2020-04-17T21:00:00.000Z'],
    ['2020-04-17T17:00:00-04:00', '2020-04-17T21:00:00.000Z'],
    ['2020-04-17T21:00:00.5Z', '2020-04-17T21:00:00.500Z'],
  ])('spells %s in UTC with milliseconds', (text, spelled) => {
    expect(parseInstant(text)).toBe(spelled);
  });

  it.each(['2020-04-17', '2020-04-17T21:00:00', '2020-02-30T00:00:00Z', 'today', ''])(
    'refuses %j',
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );

  it('keeps the order of time in the order of text', () => {
    const early = parseInstant('2020-04-17T21:00:00Z');
    const late = parseInstant('2020-04-17T21:00:00.001Z');
    expect(
      early !== undefined && late !== undefined && early < late && toEpochMs(early) < toEpochMs(late),
    ).toBe(true);
  });
});
