/* A number's spelling, taken apart but not copied. */
#ifndef DAYBOOK_DECIMAL_SCAN_H
#define DAYBOOK_DECIMAL_SCAN_H

#include <stdint.h>

/*
 * The digits from the first to the last that isn't zero: `digits` points at the first of them, and a point may stand
 * among them. `power` is the power of ten of the first one. Zero has no digits and is never negative.
 */
typedef struct DecimalScan {
  int negative;
  const char *digits;
  const char *end;
  int64_t power;
} DecimalScan;

/*
 * 1 for `[+-]digits[.digits][e[+-]digits]` with at least one digit before the exponent, 0 for all else. An exponent of
 * more than 18 digits makes no number, so that powers can be compared without overflow.
 */
int scanDecimal(DecimalScan *scan, const char *text, int length);

#endif
