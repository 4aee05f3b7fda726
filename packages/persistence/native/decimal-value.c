/* What SQL hands over becomes a decimal, or an error that says why not. */
#include "decimal-value.h"
#include "text.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_CHARACTERS 40
/* bytes of UTF-8 */
#define LONGEST_CHARACTER 4

int spellReal(double value, char text[REAL_TEXT_SIZE]) {
  if (!isfinite(value)) return 0;
  /* The smallest doubles have fewer digits than the fifteen that all others have. */
  for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
    snprintf(text, REAL_TEXT_SIZE, "%.*g", digits, value);
    if (digits == 17 || strtod(text, NULL) == value) break;
  }
  /* The process may have a locale that writes its numbers with a comma. */
  for (char *at = text; *at != '\0'; at++) {
    if (strchr("0123456789+-e", *at) == NULL) *at = '.';
  }
  return 1;
}

double decimalToReal(const Decimal *value) {
  char text[DECIMAL_TEXT_SIZE];
  int length = decimalSpell(value, text);
  char *point = memchr(text, '.', (size_t)length);
  if (point != NULL) *point = localeconv()->decimal_point[0];
  return strtod(text, NULL);
}

/* Characters are cut off whole; what only looks like the rest of one, without end, is cut off, too. */
static int shownLength(const char *text, int length) {
  int at = 0;
  for (int characters = 0; at < length && characters < SHOWN_CHARACTERS; characters++) {
    int end = at + LONGEST_CHARACTER < length ? at + LONGEST_CHARACTER : length;
    at++;
    while (at < end && (text[at] & 0xC0) == 0x80) at++;
  }
  return at;
}

void returnNotANumber(sqlite3_context *context, sqlite3_value *value) {
  if (sqlite3_value_type(value) == SQLITE_BLOB) {
    sqlite3_result_error(context, "a blob is not a decimal number", -1);
    return;
  }
  const char *text = (const char *)sqlite3_value_text(value);
  int length = text == NULL ? 0 : shownLength(text, sqlite3_value_bytes(value));
  Text message = {NULL, 0, 0};
  /* JSON's way to write a string is valid UTF-8 whatever it holds. */
  int fine = text != NULL && appendJsonString(&message, text, length) && appendText(&message, " is not a decimal number");
  if (fine) sqlite3_result_error(context, message.bytes, (int)message.length);
  else sqlite3_result_error_nomem(context);
  clearText(&message);
}

void returnOutOfRange(sqlite3_context *context) {
  sqlite3_result_error(context, "a decimal number has more than 550 digits before or after its point", -1);
}

static DecimalStatus readReal(double value, Decimal *result) {
  char text[REAL_TEXT_SIZE];
  if (!spellReal(value, text)) return DECIMAL_NOT_A_NUMBER;
  return decimalParse(result, text, (int)strlen(text));
}

static DecimalStatus readText(sqlite3_value *value, Decimal *result) {
  const char *text = (const char *)sqlite3_value_text(value);
  return decimalParse(result, text == NULL ? "" : text, text == NULL ? 0 : sqlite3_value_bytes(value));
}

ValueKind takeDecimal(sqlite3_context *context, sqlite3_value *value, Decimal *result) {
  DecimalStatus status = DECIMAL_NOT_A_NUMBER;
  switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
      return VALUE_NULL;
    case SQLITE_INTEGER:
      status = decimalFromInteger(result, sqlite3_value_int64(value));
      break;
    case SQLITE_FLOAT:
      status = readReal(sqlite3_value_double(value), result);
      break;
    case SQLITE_TEXT:
      status = readText(value, result);
      break;
    default:
      break;
  }
  if (status == DECIMAL_OK) return VALUE_DECIMAL;
  if (status == DECIMAL_OUT_OF_RANGE) returnOutOfRange(context);
  else returnNotANumber(context, value);
  return VALUE_FAILED;
}

int takeDecimals(sqlite3_context *context, sqlite3_value **values, Decimal *results, int count) {
  int hasNull = 0;
  for (int i = 0; i < count; i++) {
    ValueKind kind = takeDecimal(context, values[i], &results[i]);
    if (kind == VALUE_FAILED) return 0;
    if (kind == VALUE_NULL) hasNull = 1;
  }
  if (hasNull) sqlite3_result_null(context);
  return !hasNull;
}

ValueKind takeWhole(sqlite3_context *context, sqlite3_value *value, int bound, const char *meaning, int *result) {
  int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return VALUE_NULL;
  double number = sqlite3_value_double(value);
  int isWhole = (type == SQLITE_INTEGER || type == SQLITE_FLOAT) && number == floor(number);
  if (isWhole && number >= -bound && number <= bound) {
    *result = (int)number;
    return VALUE_DECIMAL;
  }
  char *message = sqlite3_mprintf("%s must be a whole number of at most %d", meaning, bound);
  if (message == NULL) sqlite3_result_error_nomem(context);
  else sqlite3_result_error(context, message, -1);
  sqlite3_free(message);
  return VALUE_FAILED;
}

void returnDecimal(sqlite3_context *context, const Decimal *value) {
  char text[DECIMAL_TEXT_SIZE];
  int length = decimalSpell(value, text);
  sqlite3_result_text(context, text, length, SQLITE_TRANSIENT);
}

void returnStatus(sqlite3_context *context, DecimalStatus status, const Decimal *value) {
  if (status == DECIMAL_OK) returnDecimal(context, value);
  else if (status == DECIMAL_DIVISION_BY_ZERO) sqlite3_result_null(context);
  else returnOutOfRange(context);
}
