import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { barsFolder } from '../terminal-fixture.ts';

/** A daily bar of the input file in millionths, read without any part of the product. */
export interface IndexBar {
  readonly date: string;
  readonly close: bigint;
}

/** The bars of the input file, newest first. The file has exactly six decimal places. */
export function readIndexBars(): readonly IndexBar[] {
  const [, ...lines] = readFileSync(join(barsFolder, 'sp500-2000.csv'), 'utf8').trim().split('\n');
  return lines
    .map((line) => line.trim().split(','))
    .map(([date = '', , , , close = '']) => ({ date, close: BigInt(close.replace('.', '')) }))
    .toReversed();
}

/** Millionths as people read them: two decimals, half-even, digits in groups of three. */
export function spellMillionths(value: bigint): string {
  const hundredths = roundHalfEven(value < 0n ? -value : value, 10_000n);
  const whole = String(hundredths / 100n).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(hundredths % 100n).padStart(2, '0')}`;
}

/** The change from `before` to `after` in percent with two decimals, half-even, without its sign. */
export function spellPercent(before: bigint, after: bigint): string {
  const difference = after > before ? after - before : before - after;
  const hundredths = roundHalfEven(difference * 10_000n, before);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

function roundHalfEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = (value % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}
