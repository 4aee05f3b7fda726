/* Quotients, remainders and rounding. */
#include "decimal.h"

#include <string.h>

/* A dividend can stand a whole range above its divisor, and a quotient can want a whole range of places. */
#define WIDE_LIMBS (2 * DECIMAL_LIMBS)
#define FREE_DIGITS 20

static int digitAt(const Decimal *value, int power) {
  int position = decimalFloorDivide(power, LIMB_DIGITS);
  int index = position - value->low;
  if (index < 0 || index >= value->count) return 0;
  return (int)(value->limb[index] / decimalPowers[power - position * LIMB_DIGITS] % 10);
}

/* The power of ten of the first digit; the value is not zero. */
static int leadingPower(const Decimal *value) {
  uint32_t limb = value->limb[value->count - 1];
  int digits = 0;
  while (digits < LIMB_DIGITS && limb >= decimalPowers[digits]) digits++;
  return (value->low + value->count - 1) * LIMB_DIGITS + digits - 1;
}

DecimalStatus decimalRound(Decimal *result, const Decimal *value, int places, DecimalRounding rounding) {
  int power = -places;
  if (value->count == 0 || value->low * LIMB_DIGITS >= power) {
    decimalCopy(result, value);
    return DECIMAL_OK;
  }
  int low = decimalFloorDivide(power, LIMB_DIGITS);
  int top = value->low + value->count;
  uint32_t unit = decimalPowers[power - low * LIMB_DIGITS];
  uint32_t limbs[DECIMAL_LIMBS + 1];
  int count = top > low ? top - low : 1;
  for (int i = 0; i < count; i++) limbs[i] = low + i < top ? value->limb[low + i - value->low] : 0;
  limbs[count] = 0;
  limbs[0] -= limbs[0] % unit;
  if (rounding == ROUND_HALF_AWAY && digitAt(value, power - 1) >= 5) {
    uint32_t carry = unit;
    for (int i = 0; carry > 0; i++) {
      limbs[i] += carry;
      carry = limbs[i] >= LIMB_BASE;
      if (carry) limbs[i] -= LIMB_BASE;
    }
  }
  return decimalFromLimbs(result, value->negative, low, limbs, count + 1);
}

static uint32_t scaleLimbs(uint32_t *limbs, int count, uint32_t factor) {
  uint64_t carry = 0;
  for (int i = 0; i < count; i++) {
    uint64_t product = (uint64_t)limbs[i] * factor + carry;
    limbs[i] = (uint32_t)(product % LIMB_BASE);
    carry = product / LIMB_BASE;
  }
  return (uint32_t)carry;
}

static uint32_t divideByLimb(uint32_t *limbs, int count, uint32_t divisor, uint32_t *quotient) {
  uint64_t rest = 0;
  for (int i = count - 1; i >= 0; i--) {
    uint64_t current = rest * LIMB_BASE + limbs[i];
    quotient[i] = (uint32_t)(current / divisor);
    rest = current % divisor;
  }
  return (uint32_t)rest;
}

/* Takes `guess` times the divisor away at `limbs`, and one time less where that was too much; gives the right guess. */
static uint32_t takeAway(uint32_t *limbs, const uint32_t *divisor, int count, uint32_t guess) {
  uint64_t carry = 0;
  uint32_t borrow = 0;
  for (int i = 0; i <= count; i++) {
    uint64_t product = (i < count ? (uint64_t)divisor[i] * guess : 0) + carry;
    uint32_t take = (uint32_t)(product % LIMB_BASE) + borrow;
    carry = product / LIMB_BASE;
    borrow = limbs[i] < take;
    limbs[i] = borrow ? limbs[i] + LIMB_BASE - take : limbs[i] - take;
  }
  if (!borrow) return guess;
  uint32_t give = 0;
  for (int i = 0; i <= count; i++) {
    uint32_t sum = limbs[i] + (i < count ? divisor[i] : 0) + give;
    give = sum >= LIMB_BASE;
    limbs[i] = give ? sum - LIMB_BASE : sum;
  }
  return guess - 1;
}

/*
 * Long division. `dividend` has room for one limb more than `count` and holds the remainder afterwards, `quotient` has
 * room for `count` limbs. Both operands are scaled so that the first limb of the divisor is at least half of the base:
 * then the first two limbs give a digit that is too large by two at most.
 */
static void divideLimbs(uint32_t *dividend, int count, uint32_t *divisor, int divisorCount, uint32_t *quotient) {
  memset(quotient, 0, (size_t)count * sizeof(uint32_t));
  if (count < divisorCount) return;
  if (divisorCount == 1) {
    uint32_t rest = divideByLimb(dividend, count, divisor[0], quotient);
    memset(dividend, 0, (size_t)count * sizeof(uint32_t));
    dividend[0] = rest;
    return;
  }
  uint32_t factor = LIMB_BASE / (divisor[divisorCount - 1] + 1);
  dividend[count] = scaleLimbs(dividend, count, factor);
  scaleLimbs(divisor, divisorCount, factor);
  uint64_t first = divisor[divisorCount - 1];
  uint64_t second = divisor[divisorCount - 2];
  for (int at = count - divisorCount; at >= 0; at--) {
    uint32_t *part = dividend + at;
    uint64_t head = (uint64_t)part[divisorCount] * LIMB_BASE + part[divisorCount - 1];
    uint64_t guess = head / first;
    uint64_t rest = head % first;
    while (guess >= LIMB_BASE || guess * second > rest * LIMB_BASE + part[divisorCount - 2]) {
      guess--;
      rest += first;
      if (rest >= LIMB_BASE) break;
    }
    quotient[at] = takeAway(part, divisor, divisorCount, (uint32_t)guess);
  }
  divideByLimb(dividend, divisorCount, factor, dividend);
}

/* Puts the limbs of a value above `shift` zeros. */
static int shiftLimbs(uint32_t *limbs, const Decimal *value, int shift) {
  memset(limbs, 0, (size_t)shift * sizeof(uint32_t));
  memcpy(limbs + shift, value->limb, (size_t)value->count * sizeof(uint32_t));
  return shift + value->count;
}

/* The quotient cut off after `limbPlaces` limbs behind the point. */
static DecimalStatus divideCut(Decimal *result, const Decimal *left, const Decimal *right, int limbPlaces) {
  uint32_t dividend[WIDE_LIMBS + 1];
  uint32_t divisor[WIDE_LIMBS];
  uint32_t quotient[WIDE_LIMBS];
  int shift = left->low - right->low + limbPlaces;
  int count = shiftLimbs(dividend, left, shift > 0 ? shift : 0);
  int divisorCount = shiftLimbs(divisor, right, shift < 0 ? -shift : 0);
  divideLimbs(dividend, count, divisor, divisorCount, quotient);
  return decimalFromLimbs(result, left->negative != right->negative, -limbPlaces, quotient, count);
}

/* One digit more than wanted, so that rounding has something to look at. */
static int limbsForPlaces(int places) {
  return places / LIMB_DIGITS + 1;
}

DecimalStatus decimalDivide(Decimal *result, const Decimal *left, const Decimal *right, int places) {
  if (right->count == 0) return DECIMAL_DIVISION_BY_ZERO;
  if (places < 0 || limbsForPlaces(places) > SIDE_LIMBS) return DECIMAL_OUT_OF_RANGE;
  Decimal quotient;
  DecimalStatus status = divideCut(&quotient, left, right, limbsForPlaces(places));
  return status == DECIMAL_OK ? decimalRound(result, &quotient, places, ROUND_HALF_AWAY) : status;
}

DecimalStatus decimalDivideFreely(Decimal *result, const Decimal *left, const Decimal *right) {
  if (right->count == 0) return DECIMAL_DIVISION_BY_ZERO;
  if (left->count == 0) {
    decimalSetZero(result);
    return DECIMAL_OK;
  }
  /* The quotient's first digit stands at this power, or one below it. */
  int power = leadingPower(left) - leadingPower(right);
  int most = power - 1 < 0 ? FREE_DIGITS - power : FREE_DIGITS;
  if (limbsForPlaces(most) > SIDE_LIMBS) return DECIMAL_OUT_OF_RANGE;
  Decimal quotient;
  DecimalStatus status = divideCut(&quotient, left, right, limbsForPlaces(most));
  if (status != DECIMAL_OK) return status;
  int places = FREE_DIGITS - 1 - leadingPower(&quotient);
  return decimalRound(result, &quotient, places > FREE_DIGITS ? places : FREE_DIGITS, ROUND_HALF_AWAY);
}

DecimalStatus decimalRemainder(Decimal *result, const Decimal *left, const Decimal *right) {
  if (right->count == 0) return DECIMAL_DIVISION_BY_ZERO;
  uint32_t dividend[WIDE_LIMBS + 1];
  uint32_t divisor[WIDE_LIMBS];
  uint32_t quotient[WIDE_LIMBS];
  int low = left->low < right->low ? left->low : right->low;
  int count = shiftLimbs(dividend, left, left->low - low);
  int divisorCount = shiftLimbs(divisor, right, right->low - low);
  divideLimbs(dividend, count, divisor, divisorCount, quotient);
  return decimalFromLimbs(result, left->negative, low, dividend, count);
}
