/* Where SQLite begins: everything is added to the one connection that loads the library. */
#include "sqlite3ext.h"

SQLITE_EXTENSION_INIT1

#include "connection.h"
#include "decimal.h"
#include "functions.h"

#include <string.h>

static int collateDecimals(void *unused, int leftLength, const void *left, int rightLength, const void *right) {
  (void)unused;
  return decimalCompareTexts(left, leftLength, right, rightLength);
}

int registerDecimalCollation(sqlite3 *database) {
  return sqlite3_create_collation_v2(database, "decimal", SQLITE_UTF8, NULL, collateDecimals, NULL);
}

#if defined(_WIN32)
__declspec(dllexport)
#else
__attribute__((visibility("default")))
#endif
int sqlite3_extension_init(sqlite3 *database, char **message, const sqlite3_api_routines *api) {
  (void)message;
  SQLITE_EXTENSION_INIT2(api);
  Connection *connection = sqlite3_malloc64(sizeof(Connection));
  if (connection == NULL) return SQLITE_NOMEM;
  memset(connection, 0, sizeof(*connection));
  connection->database = database;
  int rc = registerGuard(database, connection);
  if (rc == SQLITE_OK) rc = registerCollect(database, connection);
  if (rc == SQLITE_OK) rc = registerDecimalCollation(database);
  if (rc == SQLITE_OK) rc = registerDecimalScalars(database);
  if (rc == SQLITE_OK) rc = registerDecimalAggregates(database);
  return rc;
}
