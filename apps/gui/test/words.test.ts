import { describe, expect, it } from '@jest/globals';
import { runStates, stepStates } from '@daybook/api-contract';
import { counted, formatBytes } from '../src/words/amounts.ts';
import { formatDuration } from '../src/words/duration.ts';
import {
  deliveryLooks,
  describeSkip,
  lookOfRun,
  runLooks,
  standingLooks,
  stepLooks,
} from '../src/words/looks.ts';
import { revealUnseen, toPrettyJson } from '../src/words/pretty-json.ts';
import { formatDay, formatInstant, formatRelative, formatUtc } from '../src/words/time.ts';

const at = '2026-03-06T21:30:00.000Z';

describe('formatInstant', () => {
  it('shows an instant in the zone that it is asked for', () => {
    expect(formatInstant(at, 'America/New_York')).toBe('Fri 6 Mar 2026, 16:30');
    expect(formatInstant(at, 'Asia/Tokyo')).toBe('Sat 7 Mar 2026, 06:30');
    expect(formatInstant('2026-03-06T05:00:00.000Z', 'America/New_York')).toBe('Fri 6 Mar 2026, 00:00');
    expect(formatDay(at, 'Asia/Tokyo')).toBe('Sat 7 Mar 2026');
    expect(formatUtc(at)).toBe('2026-03-06 21:30:00 UTC');
  });

  it('falls back to UTC for a zone that is unknown here', () => {
    expect(formatInstant(at, 'Mars/Olympus')).toBe('Fri 6 Mar 2026, 21:30');
  });
});

describe('formatRelative', () => {
  it.each([
    [0, 'now'],
    [-29_000, 'now'],
    [40_000, 'in 1 min'],
    [-5 * 60_000, '5 min ago'],
    [59.8 * 60_000, 'in 1 h'],
    [3 * 3_600_000, 'in 3 h'],
    [-26 * 3_600_000, '1 day ago'],
    [-9 * 86_400_000, '9 days ago'],
  ])('says for %d ms: %s', (ms, words) => {
    const now = Date.parse(at);
    expect(formatRelative(new Date(now + ms).toISOString(), now)).toBe(words);
  });
});

describe('formatDuration', () => {
  it.each([
    [-5, '0 ms'],
    [340, '340 ms'],
    [999.6, '1.0 s'],
    [4_240, '4.2 s'],
    [9_970, '10 s'],
    [59_700, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [3_599_700, '1 h 00 min'],
    [7_500_000, '2 h 05 min'],
    [86_399_000, '1 d 0 h'],
    [273_600_000, '3 d 4 h'],
  ])('writes %d ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe('amounts', () => {
  it('reads sizes and counts', () => {
    expect([812, 62_111, 999_600, 1_448_000].map(formatBytes)).toEqual([
      '812 B',
      '62 kB',
      '1.0 MB',
      '1.4 MB',
    ]);
    expect([counted(1, 'step'), counted(3, 'step'), counted(2, 'entry', 'entries')]).toEqual([
      '1 step',
      '3 steps',
      '2 entries',
    ]);
  });
});

describe('looks', () => {
  it('gives each state a shape and a word that no other state has', () => {
    for (const table of [runLooks, stepLooks, standingLooks, deliveryLooks]) {
      const looks = Object.values(table);
      expect(new Set(looks.map(({ icon }) => icon)).size).toBe(looks.length);
      expect(new Set(looks.map(({ text }) => text)).size).toBe(looks.length);
    }
  });

  it('knows every state of the contract', () => {
    expect(Object.keys(runLooks)).toEqual([...runStates]);
    expect(Object.keys(stepLooks)).toEqual([...stepStates]);
  });

  it('shows an unknown state or reason as it came', () => {
    expect(lookOfRun('failed')).toBe(runLooks.failed);
    expect(lookOfRun('asleep')).toEqual({ icon: 'info', text: 'asleep', tone: 'calm' });
    expect(describeSkip('skip_if')).toBe('its skip condition holds');
    expect(describeSkip('new_reason')).toBe('new reason');
  });
});

describe('toPrettyJson', () => {
  it('spells out characters that could deceive the reader', () => {
    const text = toPrettyJson({ to: 'a\u202eb\u200b@example.org', tab: 'x\ty' });
    expect(text).toBe('{\n  "to": "a\\u202eb\\u200b@example.org",\n  "tab": "x\\ty"\n}');
    expect(JSON.parse(text)).toEqual({ to: 'a\u202eb\u200b@example.org', tab: 'x\ty' });
  });

  it('leaves other scripts and line feeds alone', () => {
    expect(revealUnseen('四半期\nتقرير é')).toBe('四半期\nتقرير é');
  });

  it('writes what JSON has no word for as null', () => {
    expect(toPrettyJson(undefined)).toBe('null');
  });
});
