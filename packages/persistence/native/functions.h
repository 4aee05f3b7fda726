/* What each file adds to a connection; all give an SQLite result code. */
#ifndef DAYBOOK_FUNCTIONS_H
#define DAYBOOK_FUNCTIONS_H

#include "connection.h"
#include "sqlite.h"

#define PURE_FUNCTION (SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS)

typedef void (*ScalarFunction)(sqlite3_context *, int, sqlite3_value **);

int registerDecimalCollation(sqlite3 *database);
int registerDecimalScalars(sqlite3 *database);
int registerDecimalAggregates(sqlite3 *database);
int registerCollect(sqlite3 *database, Connection *connection);
/* The connection's state lives as long as the function that this registers, and is freed also when that fails. */
int registerGuard(sqlite3 *database, Connection *connection);

/* dec_format(spec, x), in decimal-format.c */
void formatFunction(sqlite3_context *context, int count, sqlite3_value **values);

#endif
