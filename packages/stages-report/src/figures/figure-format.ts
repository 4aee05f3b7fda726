import { z } from 'zod';

/** How a value is printed when the policy says so. */
export type FigureStyle =
  | { readonly as: 'text' }
  /** Rounded half-even to that many decimal places, and padded to them. */
  | { readonly as: 'decimal'; readonly digits: number }
  /** A fraction times one hundred, rounded half-even. */
  | { readonly as: 'percent'; readonly digits: number };

/** The spelling of a {@link FigureStyle} in a policy. */
export const figureFormat = z
  .string()
  .regex(
    /^(?:text|integer|decimal:[0-8]|percent:[0-8])$/,
    'must be "text", "integer", "decimal:N" or "percent:N", with N from 0 to 8',
  )
  .describe(
    'How to print the value: "text", "integer", "decimal:N" or "percent:N" with N decimal places from 0 to 8, ' +
      'rounded half-even. "percent" expects a fraction: 0.0153 with "percent:2" prints 1.53 %. ' +
      'Without it numbers keep all their own digits.',
  );

/** Reads a format that {@link figureFormat} accepted. */
export function parseFigureFormat(format: string): FigureStyle {
  if (format === 'text') return { as: 'text' };
  if (format === 'integer') return { as: 'decimal', digits: 0 };
  const [as, digits] = format.split(':');
  return { as: as === 'percent' ? 'percent' : 'decimal', digits: Number(digits) };
}
