/* From text to decimals and back. */
#include "decimal.h"
#include "decimal-scan.h"

#include <string.h>

#define SMALL_DIGITS 18

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

int decimalParseSmall(const char *text, int length, int64_t *coefficient, int *scale) {
  const char *at = text;
  const char *end = text + length;
  int negative = at < end && *at == '-';
  if (negative) at++;
  if (at == end || end - at > SMALL_DIGITS) return 0;
  const char *start = at;
  const char *point = NULL;
  int64_t value = 0;
  for (; at < end; at++) {
    unsigned digit = (unsigned)*at - '0';
    if (digit <= 9) {
      value = value * 10 + digit;
    } else if (*at == '.' && point == NULL && at > start) {
      point = at;
    } else {
      return 0;
    }
  }
  *coefficient = negative ? -value : value;
  *scale = point == NULL ? 0 : (int)(end - point - 1);
  return 1;
}
