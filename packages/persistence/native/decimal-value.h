/* Between SQL values and decimals. */
#ifndef DAYBOOK_DECIMAL_VALUE_H
#define DAYBOOK_DECIMAL_VALUE_H

#include "decimal.h"
#include "sqlite.h"

/* Room for the shortest spelling of a double and a final zero byte. */
#define REAL_TEXT_SIZE 32

typedef enum ValueKind { VALUE_NULL, VALUE_DECIMAL, VALUE_FAILED } ValueKind;

/* Reads an argument; VALUE_FAILED says that the error stands in `context` already. */
ValueKind takeDecimal(sqlite3_context *context, sqlite3_value *value, Decimal *result);
/* 1 when all of them are decimals; otherwise the result or the error stands in `context`. */
int takeDecimals(sqlite3_context *context, sqlite3_value **values, Decimal *results, int count);
/* An argument that must be a whole number within bounds; `meaning` names it in the error. */
ValueKind takeWhole(sqlite3_context *context, sqlite3_value *value, int bound, const char *meaning, int *result);

void returnDecimal(sqlite3_context *context, const Decimal *value);
/* The value, or NULL for a division by zero, or the error. */
void returnStatus(sqlite3_context *context, DecimalStatus status, const Decimal *value);
void returnNotANumber(sqlite3_context *context, sqlite3_value *value);
void returnOutOfRange(sqlite3_context *context);

/* The shortest spelling that reads back as the same double; 0 where it is not finite. */
int spellReal(double value, char text[REAL_TEXT_SIZE]);
double decimalToReal(const Decimal *value);

#endif
