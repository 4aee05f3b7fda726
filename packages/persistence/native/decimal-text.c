/* From text to decimals and back. */
#include "decimal.h"
#include "decimal-scan.h"

#include <string.h>

DecimalStatus decimalParse(Decimal *result, const char *text, int length) {
  DecimalScan scan;
  if (!scanDecimal(&scan, text, length)) return DECIMAL_NOT_A_NUMBER;
  decimalSetZero(result);
  if (scan.digits == scan.end) return DECIMAL_OK;
  int hasPoint = memchr(scan.digits, '.', (size_t)(scan.end - scan.digits)) != NULL;
  int64_t lastPower = scan.power - (scan.end - scan.digits - hasPoint) + 1;
  if (scan.power >= SIDE_DIGITS || lastPower < -SIDE_DIGITS) return DECIMAL_OUT_OF_RANGE;

  int power = (int)scan.power;
  result->negative = scan.negative;
  result->low = decimalFloorDivide((int)lastPower, LIMB_DIGITS);
  int index = decimalFloorDivide(power, LIMB_DIGITS) - result->low;
  result->count = index + 1;
  /* How many digits the limb at hand still takes. */
  int wanted = power - (result->low + index) * LIMB_DIGITS + 1;
  uint32_t limb = 0;
  for (const char *at = scan.digits; at < scan.end; at++) {
    if (*at == '.') continue;
    limb = limb * 10 + (uint32_t)(*at - '0');
    if (--wanted > 0) continue;
    result->limb[index--] = limb;
    limb = 0;
    wanted = LIMB_DIGITS;
  }
  if (index == 0) result->limb[0] = limb * decimalPowers[wanted];
  return DECIMAL_OK;
}

static void spellLimb(uint32_t limb, char *text) {
  for (int i = LIMB_DIGITS - 1; i >= 0; i--) {
    text[i] = (char)('0' + limb % 10);
    limb /= 10;
  }
}

static char *spellWhole(const Decimal *value, char *at) {
  int top = value->low + value->count;
  if (top <= 0) {
    *at++ = '0';
    return at;
  }
  char *start = at;
  for (int position = top - 1; position >= 0; position--) {
    int index = position - value->low;
    spellLimb(index >= 0 ? value->limb[index] : 0, at);
    at += LIMB_DIGITS;
  }
  int zeros = 0;
  while (start[zeros] == '0') zeros++;
  memmove(start, start + zeros, (size_t)(at - start - zeros));
  return at - zeros;
}

int decimalSpell(const Decimal *value, char *text) {
  char *at = text;
  if (value->negative) *at++ = '-';
  at = spellWhole(value, at);
  if (value->low < 0) {
    *at++ = '.';
    for (int position = -1; position >= value->low; position--) {
      int index = position - value->low;
      spellLimb(index < value->count ? value->limb[index] : 0, at);
      at += LIMB_DIGITS;
    }
    while (at[-1] == '0') at--;
  }
  *at = '\0';
  return (int)(at - text);
}
