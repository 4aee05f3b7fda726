import type { CalendarCode } from '../calendar-code.ts';
import type { MarketRules } from '../market-rules.ts';
import { crypto } from './crypto.ts';
import { fx } from './fx.ts';
import { target } from './target.ts';
import { xetr } from './xetr.ts';
import { xlon } from './xlon.ts';
import { xnas } from './xnas.ts';
import { xnys } from './xnys.ts';

/** The rules of every market. */
export const marketRules: Readonly<Record<CalendarCode, MarketRules>> = {
  XNYS: xnys,
  XNAS: xnas,
  XLON: xlon,
  XETR: xetr,
  TARGET: target,
  FX: fx,
  CRYPTO: crypto,
};
