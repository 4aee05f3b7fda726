/* Sums and products of decimals, limb by limb. */
#include "decimal.h"

#include <string.h>

const uint32_t decimalPowers[LIMB_DIGITS + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

int decimalFloorDivide(int dividend, int divisor) {
  int quotient = dividend / divisor;
  return dividend % divisor < 0 ? quotient - 1 : quotient;
}

void decimalSetZero(Decimal *result) {
  result->negative = 0;
  result->low = 0;
  result->count = 0;
}

void decimalCopy(Decimal *result, const Decimal *source) {
  if (result == source) return;
  result->negative = source->negative;
  result->low = source->low;
  result->count = source->count;
  memcpy(result->limb, source->limb, (size_t)source->count * sizeof(uint32_t));
}

/* Every result passes here: zeros at both ends go, and what does not fit is refused. */
DecimalStatus decimalFromLimbs(Decimal *result, int negative, int low, const uint32_t *limbs, int count) {
  while (count > 0 && limbs[count - 1] == 0) count--;
  while (count > 0 && limbs[0] == 0) {
    limbs++;
    low++;
    count--;
  }
  if (count == 0) {
    decimalSetZero(result);
    return DECIMAL_OK;
  }
  if (low < -SIDE_LIMBS || low + count > SIDE_LIMBS) return DECIMAL_OUT_OF_RANGE;
  result->negative = negative;
  result->low = low;
  result->count = count;
  memmove(result->limb, limbs, (size_t)count * sizeof(uint32_t));
  return DECIMAL_OK;
}

DecimalStatus decimalFromInteger(Decimal *result, int64_t value) {
  uint32_t limbs[3];
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  for (int i = 0; i < 3; i++) {
    limbs[i] = (uint32_t)(rest % LIMB_BASE);
    rest /= LIMB_BASE;
  }
  return decimalFromLimbs(result, value < 0, 0, limbs, 3);
}

/* 1 when the value is a whole number of 64 bits. */
int decimalToInteger(const Decimal *value, int64_t *result) {
  if (value->low < 0 || value->low + value->count > 3) return 0;
  uint64_t limit = value->negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
  uint64_t sum = 0;
  for (int position = value->low + value->count - 1; position >= 0; position--) {
    uint32_t limb = position >= value->low ? value->limb[position - value->low] : 0;
    if (sum > (limit - limb) / LIMB_BASE) return 0;
    sum = sum * LIMB_BASE + limb;
  }
  *result = value->negative ? (int64_t)(0 - sum) : (int64_t)sum;
  return 1;
}

static int compareMagnitudes(const Decimal *left, const Decimal *right) {
  if (left->count == 0 || right->count == 0) return (left->count != 0) - (right->count != 0);
  int leftTop = left->low + left->count;
  int rightTop = right->low + right->count;
  if (leftTop != rightTop) return leftTop > rightTop ? 1 : -1;
  int i = left->count - 1;
  int j = right->count - 1;
  for (; i >= 0 && j >= 0; i--, j--) {
    if (left->limb[i] != right->limb[j]) return left->limb[i] > right->limb[j] ? 1 : -1;
  }
  /* The last limb is never zero, so whoever has more of them is larger. */
  return (i >= 0) - (j >= 0);
}

int decimalCompare(const Decimal *left, const Decimal *right) {
  if (left->negative != right->negative) return left->negative ? -1 : 1;
  int order = compareMagnitudes(left, right);
  return left->negative ? -order : order;
}

static uint32_t limbAt(const Decimal *value, int position) {
  int index = position - value->low;
  return index >= 0 && index < value->count ? value->limb[index] : 0;
}

static DecimalStatus addMagnitudes(Decimal *result, const Decimal *left, const Decimal *right) {
  uint32_t limbs[DECIMAL_LIMBS + 1];
  int low = left->low < right->low ? left->low : right->low;
  int leftTop = left->low + left->count;
  int rightTop = right->low + right->count;
  int count = (leftTop > rightTop ? leftTop : rightTop) - low;
  uint32_t carry = 0;
  for (int i = 0; i < count; i++) {
    uint32_t sum = limbAt(left, low + i) + limbAt(right, low + i) + carry;
    carry = sum >= LIMB_BASE;
    limbs[i] = carry ? sum - LIMB_BASE : sum;
  }
  limbs[count] = carry;
  return decimalFromLimbs(result, left->negative, low, limbs, count + 1);
}

/* `left` has the larger magnitude. */
static DecimalStatus subtractMagnitudes(Decimal *result, const Decimal *left, const Decimal *right, int negative) {
  uint32_t limbs[DECIMAL_LIMBS];
  int low = left->low < right->low ? left->low : right->low;
  int count = left->low + left->count - low;
  uint32_t borrow = 0;
  for (int i = 0; i < count; i++) {
    uint32_t from = limbAt(left, low + i);
    uint32_t take = limbAt(right, low + i) + borrow;
    borrow = from < take;
    limbs[i] = borrow ? from + LIMB_BASE - take : from - take;
  }
  return decimalFromLimbs(result, negative, low, limbs, count);
}

static DecimalStatus addSigned(Decimal *result, const Decimal *left, const Decimal *right, int rightNegative) {
  if (right->count == 0) {
    decimalCopy(result, left);
    return DECIMAL_OK;
  }
  if (left->count == 0) {
    decimalCopy(result, right);
    result->negative = rightNegative;
    return DECIMAL_OK;
  }
  if (left->negative == rightNegative) return addMagnitudes(result, left, right);
  return compareMagnitudes(left, right) >= 0 ? subtractMagnitudes(result, left, right, left->negative)
                                             : subtractMagnitudes(result, right, left, rightNegative);
}

DecimalStatus decimalAdd(Decimal *result, const Decimal *left, const Decimal *right) {
  return addSigned(result, left, right, right->negative);
}

DecimalStatus decimalSubtract(Decimal *result, const Decimal *left, const Decimal *right) {
  return addSigned(result, left, right, !right->negative);
}

DecimalStatus decimalMultiply(Decimal *result, const Decimal *left, const Decimal *right) {
  uint32_t limbs[2 * DECIMAL_LIMBS];
  int count = left->count + right->count;
  memset(limbs, 0, (size_t)count * sizeof(uint32_t));
  for (int i = 0; i < left->count; i++) {
    uint64_t carry = 0;
    for (int j = 0; j < right->count; j++) {
      uint64_t sum = (uint64_t)left->limb[i] * right->limb[j] + limbs[i + j] + carry;
      limbs[i + j] = (uint32_t)(sum % LIMB_BASE);
      carry = sum / LIMB_BASE;
    }
    limbs[i + right->count] = (uint32_t)carry;
  }
  return decimalFromLimbs(result, left->negative != right->negative, left->low + right->low, limbs, count);
}
