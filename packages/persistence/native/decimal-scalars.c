/* The functions of one row. */
#include "decimal-value.h"
#include "functions.h"

#include <stddef.h>

#define MOST_OPERANDS 8
#define MOST_PLACES 200

static const char decimalPlaces[] = "the number of decimal places";

static void decFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  Decimal value;
  if (takeDecimals(context, values, &value, 1)) returnDecimal(context, &value);
}

static void isDecFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  char real[REAL_TEXT_SIZE];
  Decimal value;
  int answer = 0;
  int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_INTEGER) answer = 1;
  if (type == SQLITE_FLOAT) answer = spellReal(sqlite3_value_double(values[0]), real);
  if (type == SQLITE_TEXT) {
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (text != NULL) answer = decimalParse(&value, text, sqlite3_value_bytes(values[0])) != DECIMAL_NOT_A_NUMBER;
  }
  sqlite3_result_int(context, answer);
}

typedef DecimalStatus (*Operation)(Decimal *result, const Decimal *left, const Decimal *right);

/* Folds from left to right. Every argument is judged, also beside a NULL. */
static void fold(sqlite3_context *context, int count, sqlite3_value **values, Operation operation) {
  Decimal result;
  Decimal operand;
  int hasNull = 0;
  for (int i = 0; i < count; i++) {
    ValueKind kind = takeDecimal(context, values[i], i == 0 ? &result : &operand);
    if (kind == VALUE_FAILED) return;
    if (kind == VALUE_NULL) hasNull = 1;
    if (hasNull || i == 0) continue;
    DecimalStatus status = operation(&result, &result, &operand);
    if (status != DECIMAL_OK) {
      returnStatus(context, status, &result);
      return;
    }
  }
  if (hasNull) sqlite3_result_null(context);
  else returnDecimal(context, &result);
}

static int takeSmall(sqlite3_value *value, SmallDecimal *result) {
  static const int64_t bound = 1000000000000000000;
  int type = sqlite3_value_type(value);
  result->scale = 0;
  if (type == SQLITE_INTEGER) {
    result->coefficient = sqlite3_value_int64(value);
    return result->coefficient > -bound && result->coefficient < bound;
  }
  const char *text = type == SQLITE_TEXT ? (const char *)sqlite3_value_text(value) : NULL;
  return text != NULL && parseSmall(result, text, sqlite3_value_bytes(value));
}

/* Two short numbers, as they nearly always are, need no limbs; 0 when they are anything else. */
static int returnSmall(sqlite3_context *context, int count, sqlite3_value **values, SmallOperation operation) {
  SmallDecimal left;
  SmallDecimal right;
  char text[DECIMAL_TEXT_SIZE];
  if (count != 2 || !takeSmall(values[0], &left) || !takeSmall(values[1], &right)) return 0;
  sqlite3_result_text(context, text, computeSmall(operation, &left, &right, text), SQLITE_TRANSIENT);
  return 1;
}

static int returnSmallQuotient(sqlite3_context *context, sqlite3_value **values, int places) {
  SmallDecimal left;
  SmallDecimal right;
  char text[DECIMAL_TEXT_SIZE];
  if (!takeSmall(values[0], &left) || !takeSmall(values[1], &right) || right.coefficient == 0) return 0;
  int length = divideSmall(&left, &right, places, text);
  if (length > 0) sqlite3_result_text(context, text, length, SQLITE_TRANSIENT);
  return length > 0;
}

static DecimalStatus smaller(Decimal *result, const Decimal *left, const Decimal *right) {
  decimalCopy(result, decimalCompare(left, right) <= 0 ? left : right);
  return DECIMAL_OK;
}

static DecimalStatus larger(Decimal *result, const Decimal *left, const Decimal *right) {
  decimalCopy(result, decimalCompare(left, right) >= 0 ? left : right);
  return DECIMAL_OK;
}

static void addFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  if (!returnSmall(context, count, values, SMALL_ADD)) fold(context, count, values, decimalAdd);
}

static void subtractFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  if (!returnSmall(context, count, values, SMALL_SUBTRACT)) fold(context, count, values, decimalSubtract);
}

static void multiplyFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  if (!returnSmall(context, count, values, SMALL_MULTIPLY)) fold(context, count, values, decimalMultiply);
}

static void remainderFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  fold(context, count, values, decimalRemainder);
}

static void minFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  fold(context, count, values, smaller);
}

static void maxFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  fold(context, count, values, larger);
}

static void divideFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  if (count == 2) {
    fold(context, count, values, decimalDivideFreely);
    return;
  }
  Decimal operands[2];
  int places = 0;
  ValueKind kind = takeWhole(context, values[2], MOST_PLACES, decimalPlaces, &places);
  if (kind == VALUE_FAILED) return;
  if (kind == VALUE_DECIMAL && places >= 0 && returnSmallQuotient(context, values, places)) return;
  if (!takeDecimals(context, values, operands, 2)) return;
  if (kind == VALUE_NULL) sqlite3_result_null(context);
  else if (places < 0) sqlite3_result_error(context, "the number of decimal places of a quotient can't be negative", -1);
  else returnStatus(context, decimalDivide(&operands[0], &operands[0], &operands[1], places), &operands[0]);
}

static void roundFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  Decimal value;
  int places = 0;
  ValueKind kind = VALUE_DECIMAL;
  if (count == 2) kind = takeWhole(context, values[1], MOST_PLACES, decimalPlaces, &places);
  if (kind == VALUE_FAILED) return;
  if (!takeDecimals(context, values, &value, 1)) return;
  if (kind == VALUE_NULL) sqlite3_result_null(context);
  else returnStatus(context, decimalRound(&value, &value, places, ROUND_HALF_AWAY), &value);
}

static void compareFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  Decimal operands[2];
  if (takeDecimals(context, values, operands, 2)) {
    sqlite3_result_int(context, decimalCompare(&operands[0], &operands[1]));
  }
}

static void nullIfFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  Decimal value;
  Decimal other;
  ValueKind kind = takeDecimal(context, values[0], &value);
  if (kind == VALUE_FAILED) return;
  ValueKind otherKind = takeDecimal(context, values[1], &other);
  if (otherKind == VALUE_FAILED) return;
  int isNull = kind == VALUE_NULL || (otherKind == VALUE_DECIMAL && decimalCompare(&value, &other) == 0);
  if (isNull) sqlite3_result_null(context);
  else returnDecimal(context, &value);
}

static void decimalAbsFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  Decimal value;
  if (!takeDecimals(context, values, &value, 1)) return;
  value.negative = 0;
  returnDecimal(context, &value);
}

/* Like the built-in one for numbers, but the smallest integer has an absolute value, too. */
static void absFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_FLOAT) {
    double value = sqlite3_value_double(values[0]);
    sqlite3_result_double(context, value < 0 ? -value : value);
  } else if (type == SQLITE_INTEGER && sqlite3_value_int64(values[0]) > INT64_MIN) {
    int64_t value = sqlite3_value_int64(values[0]);
    sqlite3_result_int64(context, value < 0 ? -value : value);
  } else {
    decimalAbsFunction(context, count, values);
  }
}

int registerDecimalScalars(sqlite3 *database) {
  static const struct {
    const char *name;
    int least;
    int most;
    ScalarFunction function;
  } scalars[] = {
      {"dec", 1, 1, decFunction},
      {"is_dec", 1, 1, isDecFunction},
      {"dec_add", 2, MOST_OPERANDS, addFunction},
      {"dec_mul", 2, MOST_OPERANDS, multiplyFunction},
      {"dec_sub", 2, 2, subtractFunction},
      {"dec_mod", 2, 2, remainderFunction},
      {"dec_div", 2, 3, divideFunction},
      {"dec_round", 1, 2, roundFunction},
      {"dec_cmp", 2, 2, compareFunction},
      {"dec_abs", 1, 1, decimalAbsFunction},
      {"dec_min", 2, MOST_OPERANDS, minFunction},
      {"dec_max", 2, MOST_OPERANDS, maxFunction},
      {"dec_nullif", 2, 2, nullIfFunction},
      {"dec_format", 2, 2, formatFunction},
      {"round", 1, 2, roundFunction},
      {"abs", 1, 1, absFunction},
  };
  int rc = SQLITE_OK;
  for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++) {
    for (int count = scalars[i].least; rc == SQLITE_OK && count <= scalars[i].most; count++) {
      rc = sqlite3_create_function_v2(database, scalars[i].name, count, PURE_FUNCTION, NULL, scalars[i].function, NULL,
                                      NULL, NULL);
    }
  }
  return rc;
}
