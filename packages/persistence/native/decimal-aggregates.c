/*
 * sum, avg and total, and the sum of products, also over moving windows: exact, so that what left the frame leaves nothing
 * behind.
 */
#include "decimal-value.h"
#include "functions.h"

#include <math.h>
#include <stddef.h>

/* Text of at most 18 digits has at most 18 behind its point, and the product of two at most this many. */
#define SMALL_SCALES 36

/* A signed number of 128 bits as SQLite's memory can hold it: that is aligned for 64. */
typedef struct Wide {
  uint64_t low;
  uint64_t high;
} Wide;

__extension__ typedef unsigned __int128 Magnitude;
__extension__ typedef __int128 Signed;

/* It would take more than 10^12 products of smaller factors to go beyond 128 bits. */
static const int64_t mostOfFactor = 10000000000000;

typedef struct Sum {
  int64_t integers;
  int64_t texts;
  int64_t reals;
  /* Nearly all amounts are short: they are added up as whole numbers, one sum for each number of decimal places. */
  Wide small[SMALL_SCALES + 1];
  Decimal large;
  double real;
  double realError;
} Sum;

static void addSmall(Wide *sum, int64_t value) {
  uint64_t low = sum->low + (uint64_t)value;
  sum->high += (value < 0 ? UINT64_MAX : 0) + (low < (uint64_t)value);
  sum->low = low;
}

static void addProduct(Wide *sum, int64_t left, int64_t right) {
  Signed product = (Signed)left * right;
  Magnitude total = ((Magnitude)sum->high << 64 | sum->low) + (Magnitude)product;
  sum->low = (uint64_t)total;
  sum->high = (uint64_t)(total >> 64);
}

/* What the additions rounded off is kept beside the sum. */
static void addReal(Sum *sum, double value) {
  double next = sum->real + value;
  double lost = fabs(sum->real) >= fabs(value) ? sum->real - next + value : value - next + sum->real;
  sum->realError += lost;
  sum->real = next;
}

static void addText(sqlite3_context *context, Sum *sum, sqlite3_value *value, int direction) {
  const char *text = (const char *)sqlite3_value_text(value);
  SmallDecimal small;
  if (text != NULL && parseSmall(&small, text, sqlite3_value_bytes(value))) {
    addSmall(&sum->small[small.scale], direction * small.coefficient);
    sum->texts += direction;
    return;
  }
  Decimal decimal;
  if (takeDecimal(context, value, &decimal) != VALUE_DECIMAL) return;
  DecimalStatus status = direction > 0 ? decimalAdd(&sum->large, &sum->large, &decimal)
                                       : decimalSubtract(&sum->large, &sum->large, &decimal);
  if (status != DECIMAL_OK) returnOutOfRange(context);
  sum->texts += direction;
}

static void addInteger(Sum *sum, int64_t value, int direction) {
  if (direction < 0 && value == INT64_MIN) {
    addSmall(&sum->small[0], INT64_MAX);
    value = -1;
  }
  addSmall(&sum->small[0], direction * value);
  sum->integers += direction;
}

static void addRealValue(sqlite3_context *context, Sum *sum, sqlite3_value *value, int direction) {
  double real = sqlite3_value_double(value);
  if (!isfinite(real)) {
    returnNotANumber(context, value);
    return;
  }
  sum->reals += direction;
  addReal(sum, direction * real);
  /* With the last float its rounding leaves, too. */
  if (sum->reals == 0) sum->real = sum->realError = 0;
}

static void change(sqlite3_context *context, sqlite3_value *value, int direction) {
  int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return;
  Sum *sum = sqlite3_aggregate_context(context, sizeof(Sum));
  if (sum == NULL) sqlite3_result_error_nomem(context);
  else if (type == SQLITE_TEXT) addText(context, sum, value, direction);
  else if (type == SQLITE_INTEGER) addInteger(sum, sqlite3_value_int64(value), direction);
  else if (type == SQLITE_FLOAT) addRealValue(context, sum, value, direction);
  else returnNotANumber(context, value);
}

static int takeFactor(sqlite3_value *value, SmallDecimal *factor) {
  int type = sqlite3_value_type(value);
  factor->scale = 0;
  factor->coefficient = type == SQLITE_INTEGER ? sqlite3_value_int64(value) : 0;
  if (type == SQLITE_TEXT) {
    const char *text = (const char *)sqlite3_value_text(value);
    if (text == NULL || !parseSmall(factor, text, sqlite3_value_bytes(value))) return 0;
  } else if (type != SQLITE_INTEGER) {
    return 0;
  }
  return factor->coefficient > -mostOfFactor && factor->coefficient < mostOfFactor;
}

/* Adds the product of two values as dec_mul gives it: none where either is NULL. */
static void changeByProduct(sqlite3_context *context, sqlite3_value **values, int direction) {
  SmallDecimal left;
  SmallDecimal right;
  if (takeFactor(values[0], &left) && takeFactor(values[1], &right)) {
    Sum *sum = sqlite3_aggregate_context(context, sizeof(Sum));
    if (sum == NULL) {
      sqlite3_result_error_nomem(context);
      return;
    }
    addProduct(&sum->small[left.scale + right.scale], direction * left.coefficient, right.coefficient);
    sum->texts += direction;
    return;
  }
  Decimal leftDecimal;
  Decimal rightDecimal;
  ValueKind leftKind = takeDecimal(context, values[0], &leftDecimal);
  if (leftKind == VALUE_FAILED) return;
  ValueKind rightKind = takeDecimal(context, values[1], &rightDecimal);
  if (rightKind == VALUE_FAILED || leftKind == VALUE_NULL || rightKind == VALUE_NULL) return;
  Sum *sum = sqlite3_aggregate_context(context, sizeof(Sum));
  if (sum == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  DecimalStatus status = decimalMultiply(&leftDecimal, &leftDecimal, &rightDecimal);
  if (status == DECIMAL_OK) {
    status = direction > 0 ? decimalAdd(&sum->large, &sum->large, &leftDecimal)
                           : decimalSubtract(&sum->large, &sum->large, &leftDecimal);
  }
  if (status != DECIMAL_OK) returnOutOfRange(context);
  sum->texts += direction;
}

static void stepProduct(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  changeByProduct(context, values, 1);
}

static void inverseProduct(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  changeByProduct(context, values, -1);
}

static void stepFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  change(context, values[0], 1);
}

static void inverseFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  change(context, values[0], -1);
}

static DecimalStatus addWide(Decimal *total, const Wide *sum, int scale) {
  int negative = sum->high >> 63 != 0;
  Magnitude magnitude = (Magnitude)sum->high << 64 | sum->low;
  if (negative) magnitude = 0 - magnitude;
  uint32_t limbs[5];
  for (int i = 0; i < 5; i++) {
    limbs[i] = (uint32_t)(magnitude % LIMB_BASE);
    magnitude /= LIMB_BASE;
  }
  int places = (scale + LIMB_DIGITS - 1) / LIMB_DIGITS;
  Decimal part;
  DecimalStatus status = decimalFromLimbs(&part, negative, -places, limbs, 5);
  if (places * LIMB_DIGITS > scale && status == DECIMAL_OK) {
    Decimal factor;
    decimalFromInteger(&factor, decimalPowers[places * LIMB_DIGITS - scale]);
    status = decimalMultiply(&part, &part, &factor);
  }
  return status == DECIMAL_OK ? decimalAdd(total, total, &part) : status;
}

/* The exact sum of what is not a float. */
static DecimalStatus exactTotal(const Sum *sum, Decimal *total) {
  DecimalStatus status = DECIMAL_OK;
  decimalCopy(total, &sum->large);
  for (int scale = 0; scale <= SMALL_SCALES && status == DECIMAL_OK; scale++) {
    const Wide *small = &sum->small[scale];
    if (small->low != 0 || small->high != 0) status = addWide(total, small, scale);
  }
  return status;
}

static double realTotal(const Sum *sum, const Decimal *exact) {
  double total = exact->count == 0 ? 0 : decimalToReal(exact);
  if (sum->reals == 0) return total;
  /* An infinite sum has no rounding error. */
  double real = isfinite(sum->real) ? sum->real + sum->realError : sum->real;
  return real + total;
}

/* NULL without rows; otherwise the exact part stands in `exact`. */
static const Sum *takeSum(sqlite3_context *context, Decimal *exact) {
  const Sum *sum = sqlite3_aggregate_context(context, 0);
  decimalSetZero(exact);
  if (sum == NULL || sum->integers + sum->texts + sum->reals == 0) {
    sqlite3_result_null(context);
    return NULL;
  }
  if (exactTotal(sum, exact) == DECIMAL_OK) return sum;
  returnOutOfRange(context);
  return NULL;
}

static void sumValue(sqlite3_context *context) {
  Decimal exact;
  const Sum *sum = takeSum(context, &exact);
  int64_t integer = 0;
  if (sum == NULL) return;
  if (sum->reals > 0) sqlite3_result_double(context, realTotal(sum, &exact));
  else if (sum->texts == 0 && decimalToInteger(&exact, &integer)) sqlite3_result_int64(context, integer);
  else returnDecimal(context, &exact);
}

static void averageValue(sqlite3_context *context) {
  Decimal exact;
  const Sum *sum = takeSum(context, &exact);
  if (sum == NULL) return;
  int64_t count = sum->integers + sum->texts + sum->reals;
  if (sum->reals > 0) {
    sqlite3_result_double(context, realTotal(sum, &exact) / (double)count);
    return;
  }
  Decimal divisor;
  decimalFromInteger(&divisor, count);
  returnStatus(context, decimalDivideFreely(&exact, &exact, &divisor), &exact);
}

static void totalValue(sqlite3_context *context) {
  const Sum *sum = sqlite3_aggregate_context(context, 0);
  if (sum == NULL || sum->integers + sum->texts + sum->reals == 0) {
    sqlite3_result_double(context, 0);
    return;
  }
  Decimal exact;
  DecimalStatus status = exactTotal(sum, &exact);
  if (status != DECIMAL_OK) returnOutOfRange(context);
  else if (sum->texts > 0 && sum->reals == 0) returnDecimal(context, &exact);
  else sqlite3_result_double(context, realTotal(sum, &exact));
}

int registerDecimalAggregates(sqlite3 *database) {
  static const struct {
    const char *name;
    void (*value)(sqlite3_context *);
  } aggregates[] = {{"sum", sumValue}, {"avg", averageValue}, {"total", totalValue}};
  int rc = SQLITE_OK;
  for (size_t i = 0; rc == SQLITE_OK && i < sizeof(aggregates) / sizeof(aggregates[0]); i++) {
    rc = sqlite3_create_window_function(database, aggregates[i].name, 1, PURE_FUNCTION, NULL, stepFunction,
                                        aggregates[i].value, aggregates[i].value, inverseFunction, NULL);
  }
  if (rc != SQLITE_OK) return rc;
  return sqlite3_create_window_function(database, "dec_sum_products", 2, PURE_FUNCTION, NULL, stepProduct, sumValue,
                                        sumValue, inverseProduct, NULL);
}
