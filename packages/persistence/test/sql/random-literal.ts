import { canonical, exact } from '../native-oracle.ts';
import type { Term } from './oracle-cell.ts';
import type { QueryDice } from './query-dice.ts';

const numbers = [
  '0',
  '1',
  '9',
  '10',
  '100',
  '-1',
  '-10.5',
  '0.1',
  '0.5',
  '99.99',
  '100.0',
  '1e2',
  '1010.10',
  '2.50',
];
const longNumbers = [
  '0.30000000000000000001',
  '12345678901234567890.123456789',
  '99999999999999999999',
  '9007199254740993',
  '0.1000000000000000055',
];

/** Numbers that rows hold, near those that queries write. */
export const storedNumbers = [
  ...[...numbers, ...longNumbers].map((text) => canonical(exact(text))),
  '9.5',
  '1000',
  '0.3',
  '-0.000000000000000000000000000001',
  '100.00000000000000000001',
];

/** A number as it may be written beside a decimal, and what it is. */
export function numberLiteral(dice: QueryDice): Term {
  const text = dice.chance(80) ? dice.one(numbers) : dice.one(longNumbers);
  return { sql: text, type: 'decimal', of: () => exact(text) };
}

/** The same, or a text that spells it, or one made a decimal, or a parameter. */
export function besideDecimal(dice: QueryDice): Term {
  const literal = numberLiteral(dice);
  const { sql } = literal;
  switch (dice.one(['number', 'number', 'text', 'dec', 'dec-text', 'parentheses', 'parameter'])) {
    case 'text':
      return { ...literal, sql: `'${sql}'` };
    case 'dec':
      return { ...literal, sql: `dec(${sql})` };
    case 'dec-text':
      return { ...literal, sql: `dec('${sql}')` };
    case 'parentheses':
      return { ...literal, sql: `(${sql})` };
    case 'parameter':
      return { ...literal, sql: parameter(dice, sql) };
    default:
      return literal;
  }
}

/** Gives the number as a number where that keeps its digits. */
function parameter({ parameters, chance }: QueryDice, text: string): string {
  const name = `p${parameters.size + 1}`;
  const fits = canonical(exact(String(Number(text)))) === canonical(exact(text));
  parameters.set(name, fits && chance(60) ? Number(text) : text);
  return `:${name}`;
}
