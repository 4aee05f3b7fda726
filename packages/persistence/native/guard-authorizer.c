/* What a statement may touch once the connection is armed: all that is not listed here is denied. */
#include "connection.h"

#include <string.h>

#define MOST_READS 4000
#define MOST_DENIED 20

int hasName(const Names *names, const char *name) {
  const char *at = names->text.bytes;
  for (int i = 0; i < names->count; i++) {
    if (sqlite3_stricmp(at, name) == 0) return 1;
    at += strlen(at) + 1;
  }
  return 0;
}

static const char *actionName(int action) {
  static const char *const names[] = {
      "COPY",          "CREATE_INDEX",        "CREATE_TABLE",      "CREATE_TEMP_INDEX", "CREATE_TEMP_TABLE",
      "CREATE_TEMP_TRIGGER", "CREATE_TEMP_VIEW", "CREATE_TRIGGER", "CREATE_VIEW",       "DELETE",
      "DROP_INDEX",    "DROP_TABLE",          "DROP_TEMP_INDEX",   "DROP_TEMP_TABLE",   "DROP_TEMP_TRIGGER",
      "DROP_TEMP_VIEW", "DROP_TRIGGER",       "DROP_VIEW",         "INSERT",            "PRAGMA",
      "READ",          "SELECT",              "TRANSACTION",       "UPDATE",            "ATTACH",
      "DETACH",        "ALTER_TABLE",         "REINDEX",           "ANALYZE",           "CREATE_VTABLE",
      "DROP_VTABLE",   "FUNCTION",            "SAVEPOINT",         "RECURSIVE"};
  int isKnown = action >= 0 && action < (int)(sizeof(names) / sizeof(names[0]));
  return isKnown ? names[action] : "OTHER";
}

static int appendOptional(Text *text, const char *value) {
  return value == NULL ? appendText(text, "null") : appendJsonString(text, value, (int64_t)strlen(value));
}

/* A list that could not be written costs an explanation, and nothing else: the answer is the same. */
static void rememberDenial(Guard *guard, int action, const char *first, const char *second) {
  if (guard->deniedCount >= MOST_DENIED) return;
  int64_t length = guard->denied.length;
  int fine = (length == 0 || appendText(&guard->denied, ",")) && appendText(&guard->denied, "{\"action\":\"") &&
             appendText(&guard->denied, actionName(action)) && appendText(&guard->denied, "\",\"first\":") &&
             appendOptional(&guard->denied, first) && appendText(&guard->denied, ",\"second\":") &&
             appendOptional(&guard->denied, second) && appendText(&guard->denied, "}");
  if (fine) guard->deniedCount++;
  else guard->denied.length = length;
}

static int rememberRead(Names *reads, const char *table, const char *column) {
  const char *at = reads->text.bytes;
  for (int i = 0; i < reads->count; i += 2) {
    const char *knownColumn = at + strlen(at) + 1;
    if (strcmp(at, table) == 0 && strcmp(knownColumn, column) == 0) return 1;
    at = knownColumn + strlen(knownColumn) + 1;
  }
  int64_t length = reads->text.length;
  int fine = reads->count < MOST_READS && appendBytes(&reads->text, table, (int64_t)strlen(table) + 1) &&
             appendBytes(&reads->text, column, (int64_t)strlen(column) + 1);
  if (fine) reads->count += 2;
  else reads->text.length = length;
  return fine;
}

static int isReserved(const char *name) {
  return sqlite3_strnicmp(name, "sqlite_", 7) == 0 || sqlite3_strnicmp(name, "daybook_", 8) == 0;
}

static int allowsRead(Guard *guard, const char *table, const char *column, const char *database, const char *accessor) {
  if (table == NULL || column == NULL) return 0;
  /* Reads inside a common table expression name it; a view or a trigger would be named, too, and must not. */
  if (accessor != NULL && !hasName(&guard->ctes, accessor)) return 0;
  int isMain = database != NULL && strcmp(database, "main") == 0;
  /* Where no column is read there is no database unless the query names one. */
  int isTable = hasName(&guard->tables, table) && (isMain || (database == NULL && *column == '\0'));
  if (!isTable) {
    /* Counting the rows of a common table expression names that and nothing else. */
    return *column == '\0' && database == NULL && !isReserved(table) && hasName(&guard->ctes, table);
  }
  return rememberRead(&guard->reads, table, column);
}

static int allowsFunction(const Guard *guard, const char *name) {
  if (name == NULL) return 0;
  if (sqlite3_stricmp(name, "daybook_collect") == 0) return 1;
  if (sqlite3_stricmp(name, "load_extension") == 0 || isReserved(name)) return 0;
  return hasName(&guard->functions, name);
}

int authorize(void *state, int action, const char *first, const char *second, const char *database,
              const char *accessor) {
  Connection *connection = state;
  Guard *guard = &connection->guard;
  if (!guard->isArmed) return SQLITE_OK;
  int allowed = action == SQLITE_SELECT || action == SQLITE_RECURSIVE;
  if (action == SQLITE_READ) allowed = allowsRead(guard, first, second, database, accessor);
  if (action == SQLITE_FUNCTION) allowed = allowsFunction(guard, second);
  if (allowed) return SQLITE_OK;
  rememberDenial(guard, action, first, second);
  return SQLITE_DENY;
}
