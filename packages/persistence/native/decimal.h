/* Exact decimal numbers of a bounded size. They hold no memory of their own, so nothing here can leak or run out. */
#ifndef DAYBOOK_DECIMAL_H
#define DAYBOOK_DECIMAL_H

#include <stdint.h>

/* Digits are kept nine to a limb; this many limbs stand on each side of the point, which makes 558 digits. */
#define LIMB_DIGITS 9
#define LIMB_BASE 1000000000u
#define SIDE_LIMBS 62
#define DECIMAL_LIMBS (2 * SIDE_LIMBS)
#define SIDE_DIGITS (SIDE_LIMBS * LIMB_DIGITS)

/* Room for the longest spelling: a sign, "0." or a point, all digits, and a final zero byte. */
#define DECIMAL_TEXT_SIZE (2 * SIDE_DIGITS + 4)

/*
 * The sum of limb[i] * LIMB_BASE^(low + i). Limbs stand at fixed distances from the point, so that sums need no
 * shifting. Neither the first nor the last limb is zero; zero has no limbs at all and is never negative.
 */
typedef struct Decimal {
  int negative;
  int low;
  int count;
  uint32_t limb[DECIMAL_LIMBS];
} Decimal;

typedef enum DecimalStatus {
  DECIMAL_OK,
  DECIMAL_NOT_A_NUMBER,
  DECIMAL_OUT_OF_RANGE,
  DECIMAL_DIVISION_BY_ZERO
} DecimalStatus;

typedef enum DecimalRounding { ROUND_HALF_AWAY, ROUND_TO_ZERO } DecimalRounding;

extern const uint32_t decimalPowers[LIMB_DIGITS + 1];

/* Rounds towards minus infinity, as positions left and right of the point need it. */
int decimalFloorDivide(int dividend, int divisor);

/* decimal.c: `result` may be one of the operands everywhere. */
void decimalSetZero(Decimal *result);
void decimalCopy(Decimal *result, const Decimal *source);
DecimalStatus decimalFromLimbs(Decimal *result, int negative, int low, const uint32_t *limbs, int count);
DecimalStatus decimalFromInteger(Decimal *result, int64_t value);
int decimalToInteger(const Decimal *value, int64_t *result);
int decimalCompare(const Decimal *left, const Decimal *right);
DecimalStatus decimalAdd(Decimal *result, const Decimal *left, const Decimal *right);
DecimalStatus decimalSubtract(Decimal *result, const Decimal *left, const Decimal *right);
DecimalStatus decimalMultiply(Decimal *result, const Decimal *left, const Decimal *right);

/* decimal-division.c */

/* Keeps `places` digits after the point; a negative number of places rounds to tens, hundreds and so on. */
DecimalStatus decimalRound(Decimal *result, const Decimal *value, int places, DecimalRounding rounding);
/* The quotient, rounded half away from zero to `places` (0 to SIDE_DIGITS) digits after the point. */
DecimalStatus decimalDivide(Decimal *result, const Decimal *left, const Decimal *right, int places);
/* The quotient with 20 digits after the point, or with as many as 20 significant digits need where that is more. */
DecimalStatus decimalDivideFreely(Decimal *result, const Decimal *left, const Decimal *right);
/* What is left of `left` after division by `right`, with the sign of `left`. */
DecimalStatus decimalRemainder(Decimal *result, const Decimal *left, const Decimal *right);

/* decimal-text.c */
DecimalStatus decimalParse(Decimal *result, const char *text, int length);
/* Writes the canonical spelling and a zero byte into DECIMAL_TEXT_SIZE bytes and gives the length. */
int decimalSpell(const Decimal *value, char *text);

/* decimal-small.c: the same results as above for numbers of at most 18 digits, which nearly all amounts are. */

typedef enum SmallOperation { SMALL_ADD, SMALL_SUBTRACT, SMALL_MULTIPLY } SmallOperation;

/* coefficient / 10^scale, with less than 10^18 as the coefficient and at most 18 as the scale */
typedef struct SmallDecimal {
  int64_t coefficient;
  int scale;
} SmallDecimal;

/* 1 for plain text of at most 18 digits; 0 says only that it is not so plain. */
int parseSmall(SmallDecimal *result, const char *text, int length);
/* Writes the canonical spelling of the result into DECIMAL_TEXT_SIZE bytes and gives the length. */
int computeSmall(SmallOperation operation, const SmallDecimal *left, const SmallDecimal *right, char *text);
/* As above for a quotient of `places` digits after the point; 0 when that needs more than 128 bits. Not by zero. */
int divideSmall(const SmallDecimal *left, const SmallDecimal *right, int places, char *text);

/* decimal-collation.c */

/* Orders two texts by value without taking memory, whatever their length; what is no number stands after all numbers. */
int decimalCompareTexts(const char *left, int leftLength, const char *right, int rightLength);

#endif
