/* Sums and products of short numbers, in the 128 bits that the processor has. */
#include "decimal.h"

#include <stddef.h>
#include <string.h>

#define SMALL_DIGITS 18

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 Magnitude;

static const int64_t powers[SMALL_DIGITS + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

int parseSmall(SmallDecimal *result, const char *text, int length) {
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
  result->coefficient = negative ? -value : value;
  result->scale = point == NULL ? 0 : (int)(end - point - 1);
  return 1;
}

/* Writes the digits so that they end at `end`, and gives their start. */
static char *spellDigits(Magnitude magnitude, char *end) {
  /* The processor divides 64 bits far faster than 128. */
  while (magnitude > UINT64_MAX) {
    uint64_t part = (uint64_t)(magnitude % (uint64_t)powers[SMALL_DIGITS]);
    magnitude /= (uint64_t)powers[SMALL_DIGITS];
    for (int i = 0; i < SMALL_DIGITS; i++) {
      *--end = (char)('0' + part % 10);
      part /= 10;
    }
  }
  for (uint64_t rest = (uint64_t)magnitude; rest > 0; rest /= 10) *--end = (char)('0' + rest % 10);
  return end;
}

static int spellScaled(int negative, Magnitude magnitude, int scale, char *text) {
  char digits[48];
  char *end = digits + sizeof(digits);
  char *start = spellDigits(magnitude, end);
  char *at = text;
  if (negative) *at++ = '-';
  int count = (int)(end - start);
  int whole = count > scale ? count - scale : 0;
  if (whole == 0) *at++ = '0';
  memcpy(at, start, (size_t)whole);
  at += whole;
  if (scale == 0) return (int)(at - text);
  *at++ = '.';
  for (int zeros = scale - (count - whole); zeros > 0; zeros--) *at++ = '0';
  memcpy(at, start + whole, (size_t)(count - whole));
  at += count - whole;
  while (at[-1] == '0') at--;
  if (at[-1] == '.') at--;
  return (int)(at - text);
}

int computeSmall(SmallOperation operation, const SmallDecimal *left, const SmallDecimal *right, char *text) {
  int scale = left->scale > right->scale ? left->scale : right->scale;
  Wide value = 0;
  if (operation == SMALL_MULTIPLY) {
    scale = left->scale + right->scale;
    value = (Wide)left->coefficient * right->coefficient;
  } else {
    Wide leftPart = (Wide)left->coefficient * powers[scale - left->scale];
    Wide rightPart = (Wide)right->coefficient * powers[scale - right->scale];
    value = operation == SMALL_ADD ? leftPart + rightPart : leftPart - rightPart;
  }
  int negative = value < 0;
  return spellScaled(negative, negative ? 0 - (Magnitude)value : (Magnitude)value, scale, text);
}

static Magnitude magnitudeOf(int64_t value) {
  return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

int divideSmall(const SmallDecimal *left, const SmallDecimal *right, int places, char *text) {
  int shift = places + right->scale - left->scale;
  if (shift < -SMALL_DIGITS || shift > SMALL_DIGITS) return 0;
  Magnitude dividend = magnitudeOf(left->coefficient);
  Magnitude divisor = magnitudeOf(right->coefficient);
  if (shift > 0) dividend *= (uint64_t)powers[shift];
  else divisor *= (uint64_t)powers[-shift];
  int isShort = dividend <= UINT64_MAX && divisor <= UINT64_MAX;
  Magnitude quotient = isShort ? (uint64_t)dividend / (uint64_t)divisor : dividend / divisor;
  if (2 * (dividend - quotient * divisor) >= divisor) quotient++;
  int negative = quotient != 0 && (left->coefficient < 0) != (right->coefficient < 0);
  return spellScaled(negative, quotient, places, text);
}
