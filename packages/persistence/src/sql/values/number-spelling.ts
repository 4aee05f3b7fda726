/** A number as a text spells it. */
export interface NumberSpelling {
  /** Plain notation, without exponent, needless zeros or "-0". */
  readonly canonical: string;
  /** Whether it is written without point and exponent. */
  readonly whole: boolean;
  /** Whether SQLite, reading it as a number, keeps each of its digits. */
  readonly keptBySqlite: boolean;
}

/** A double keeps this many digits of any number. */
const digitsOfDouble = 15;
/** Beyond these powers of ten doubles lose digits or end. */
const farthestPower = 290;

const pattern = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,6}))?$/;

/**
 * What a number literal, or text, spells; `undefined` when it spells no number, or one too large or small to be
 * written out.
 */
export function spellNumber(text: string): NumberSpelling | undefined {
  const plain = text.replaceAll('_', '');
  if (/^-?0x/i.test(plain)) return spellHex(plain);
  const found = pattern.exec(plain);
  const [, sign = '', before = '', after = '', exponent = '0'] = found ?? [];
  if (found === null || before.length + after.length === 0) return undefined;
  const digits = (before + after).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - after.length + (digits.length - significant.length);
  if (significant.length > 0 && Math.abs(power + significant.length) > farthestPower) return undefined;
  const whole = !/[.eE]/.test(plain);
  const canonical = significant === '' ? '0' : (sign === '-' ? '-' : '') + placePoint(significant, power);
  return { canonical, whole, keptBySqlite: keeps(canonical, significant, whole) };
}

function keeps(canonical: string, significant: string, whole: boolean): boolean {
  if (!whole) return significant.length <= digitsOfDouble;
  return canonical.length <= digitsOfDouble || BigInt.asIntN(64, BigInt(canonical)) === BigInt(canonical);
}

function placePoint(significant: string, power: number): string {
  if (power >= 0) return significant + '0'.repeat(power);
  const point = significant.length + power;
  if (point > 0) return `${significant.slice(0, point)}.${significant.slice(point)}`;
  return `0.${'0'.repeat(-point)}${significant}`;
}

/** SQLite reads 16 hexadecimal digits as a signed number of 64 bits, and no more of them. */
function spellHex(plain: string): NumberSpelling | undefined {
  const negative = plain.startsWith('-');
  const digits = plain.slice(negative ? 3 : 2).replace(/^0+/, '');
  if (digits.length > 15) return undefined;
  const value = BigInt(`0x${digits === '' ? '0' : digits}`);
  return { canonical: String(negative ? -value : value), whole: true, keptBySqlite: true };
}
