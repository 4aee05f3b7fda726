import type { RawRow } from '@daybook/kernel';
import { type SampleSymbol, sampleFacts } from './facts.ts';
import { type SeededNumbers, seededNumbers } from './seeded-numbers.ts';

/** Prices in whole cents, volume in whole shares. */
interface Bar {
  readonly date: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

interface Start {
  readonly seed: number;
  readonly cents: number;
  readonly shares: number;
}

const starts: Readonly<Record<SampleSymbol, Start>> = {
  NRTH: { seed: 0x4e525448, cents: 24_000, shares: 2_400_000 },
  SOLA: { seed: 0x534f4c41, cents: 41_000, shares: 5_100_000 },
  TIDE: { seed: 0x54494445, cents: 18_500, shares: 1_300_000 },
  QRTZ: { seed: 0x5152545a, cents: 27_500, shares: 900_000 },
  VLLM: { seed: 0x564c4c4d, cents: 33_000, shares: 3_600_000 },
};

/** Hundredths of a percent. */
const WHOLE = 10_000;

/**
 * The bars of a ticker over the given sessions, as a vendor would send them: raw prices as text, with the planted
 * faults. The walk always starts at the first session, so the same session has the same bar whatever was asked.
 */
export function dailyBars(symbol: SampleSymbol, sessions: readonly string[]): readonly RawRow[] {
  return walk(symbol, sessions)
    .filter(({ date }) => !isInGap(symbol, date))
    .map((bar) => plantFault(symbol, toRawRow(symbol, bar)));
}

/** Every number is drawn in every session, gap or not: leaving one out would move all that follow. */
function walk(symbol: SampleSymbol, sessions: readonly string[]): readonly Bar[] {
  const { seed, cents, shares } = starts[symbol];
  const draw = seededNumbers(seed);
  let last = cents;
  let usualVolume = shares;
  return sessions.map((date) => {
    if (symbol === sampleFacts.split.symbol && date === sampleFacts.split.exDate) {
      last = divide(last, 2);
      usualVolume *= 2;
    }
    const open = moved(last, draw(121) - 60);
    const close = moved(last, dailyMove(last, draw));
    const high = moved(Math.max(open, close), draw(121));
    const low = moved(Math.min(open, close), -draw(121));
    const volume = divide(usualVolume * (60 + draw(81)), 100) + draw(1000);
    last = close;
    return { date, open, high, low, close, volume };
  });
}

/**
 * Between -3 % and +3 %, small moves more often than large ones, with a slight upward drift that turns round far from
 * a few hundred dollars: the walk must look plausible for ever.
 */
function dailyMove(cents: number, draw: SeededNumbers): number {
  const drift = cents > 60_000 ? -20 : cents < 10_000 ? 20 : 3;
  const move = draw(201) + draw(201) + draw(201) - 300 + drift;
  return Math.max(-300, Math.min(300, move));
}

function moved(cents: number, hundredthsOfPercent: number): number {
  return divide(cents * (WHOLE + hundredthsOfPercent), WHOLE);
}

/** Whole-number division that cuts; every operand here stays far below 2^53. */
function divide(dividend: number, divisor: number): number {
  return (dividend - (dividend % divisor)) / divisor;
}

function isInGap(symbol: SampleSymbol, date: string): boolean {
  const { gap } = sampleFacts;
  return symbol === gap.symbol && date >= gap.from && date <= gap.until;
}

function toRawRow(symbol: SampleSymbol, { date, open, high, low, close, volume }: Bar) {
  return {
    symbol,
    date,
    open: toDollars(open),
    high: toDollars(high),
    low: toDollars(low),
    close: toDollars(close),
    volume: String(volume),
    currency: sampleFacts.currency,
  };
}

function plantFault(symbol: SampleSymbol, row: ReturnType<typeof toRawRow>): RawRow {
  const broken = sampleFacts.brokenBars.find((bar) => bar.symbol === symbol && bar.date === row.date);
  if (broken === undefined) return row;
  return broken.rule === 'high_below_low'
    ? { ...row, high: row.low, low: row.high }
    : { ...row, close: `${row.close.slice(0, -1)}?` };
}

function toDollars(cents: number): string {
  return `${divide(cents, 100)}.${String(cents % 100).padStart(2, '0')}`;
}
