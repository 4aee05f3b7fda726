/* daybook_guard: how the host sets the limits, arms the connection, and hears what happened. */
#if !defined(_POSIX_C_SOURCE) && !defined(__APPLE__)
#define _POSIX_C_SOURCE 200809L
#endif

#include "connection.h"
#include "functions.h"

#include <string.h>
#include <time.h>

#define OPCODES_BETWEEN_LOOKS 1000

/* The clock that stands still while the machine sleeps. */
#ifdef __APPLE__
#define AWAKE_CLOCK CLOCK_UPTIME_RAW
#else
#define AWAKE_CLOCK CLOCK_MONOTONIC
#endif

static int64_t monotonicNow(void) {
  struct timespec now;
  clock_gettime(AWAKE_CLOCK, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int isPastDeadline(void *state) {
  const Connection *connection = state;
  int64_t deadline = connection->guard.deadline;
  return deadline != 0 && monotonicNow() >= deadline;
}

static void clearNames(Names *names) {
  clearText(&names->text);
  names->count = 0;
}

/* Names stand apart by blanks, or by line breaks where any is there: then a name may hold blanks. */
static int readNames(Names *names, const char *text) {
  char separator = strchr(text, '\n') != NULL ? '\n' : ' ';
  clearNames(names);
  while (*text != '\0') {
    const char *end = strchr(text, separator);
    int64_t length = end == NULL ? (int64_t)strlen(text) : end - text;
    if (length > 0) {
      if (!appendBytes(&names->text, text, length) || !appendBytes(&names->text, "", 1)) {
        clearNames(names);
        return 0;
      }
      names->count++;
    }
    text += length + (end != NULL);
  }
  return 1;
}

/*
 * Called by 'harden' and again by 'arm': where a setting changes, SQLite prepares all statements anew, and the host's own
 * statement could not be prepared any more once the connection is armed. Whoever forgets 'harden' has no way to begin.
 */
static int hardenConnection(sqlite3 *database) {
  static const struct {
    int setting;
    int value;
  } settings[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},           {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},      {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_DQS_DML, 0},             {SQLITE_DBCONFIG_DQS_DDL, 0},
      {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
#ifdef SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE
      {SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, 0},
      {SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, 0},
#endif
  };
  int rc = SQLITE_OK;
  for (size_t i = 0; rc == SQLITE_OK && i < sizeof(settings) / sizeof(settings[0]); i++) {
    rc = sqlite3_db_config(database, settings[i].setting, settings[i].value, (int *)NULL);
  }
  return rc;
}

static void limitConnection(sqlite3 *database) {
  static const struct {
    int limit;
    int value;
  } limits[] = {
      {SQLITE_LIMIT_LENGTH, 1000000},      {SQLITE_LIMIT_SQL_LENGTH, 100000},
      {SQLITE_LIMIT_COLUMN, 200},          {SQLITE_LIMIT_EXPR_DEPTH, 200},
      {SQLITE_LIMIT_COMPOUND_SELECT, 20},  {SQLITE_LIMIT_VDBE_OP, 50000},
      {SQLITE_LIMIT_FUNCTION_ARG, 127},    {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
      {SQLITE_LIMIT_TRIGGER_DEPTH, 1},     {SQLITE_LIMIT_WORKER_THREADS, 0},
  };
  for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
    sqlite3_limit(database, limits[i].limit, limits[i].value);
  }
}

/* One command; gives the result itself, or an error text. */
typedef const char *(*Command)(sqlite3_context *context, Connection *connection, sqlite3_value *value);

static const char outOfMemory[] = "out of memory";

static const char *takeNames(Names *names, sqlite3_value *value) {
  const char *text = (const char *)sqlite3_value_text(value);
  return readNames(names, text == NULL ? "" : text) ? NULL : outOfMemory;
}

static const char *tablesCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  return takeNames(&connection->guard.tables, value);
}

static const char *functionsCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  return takeNames(&connection->guard.functions, value);
}

static const char *ctesCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  return takeNames(&connection->guard.ctes, value);
}

static const char *armCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  (void)value;
  /* First, so that nothing that fails below leaves the connection open. */
  connection->guard.isArmed = 1;
  limitConnection(connection->database);
  return hardenConnection(connection->database) == SQLITE_OK ? NULL : "the connection could not be hardened";
}

static int clockFails(sqlite3_vfs *vfs, double *julianDay) {
  (void)vfs;
  *julianDay = 0;
  return SQLITE_ERROR;
}

static int clockFails64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  *milliseconds = 0;
  return SQLITE_ERROR;
}

/* For the whole process: 'now' is NULL, and the machine's time zone is an error. */
static const char *stopClockCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  (void)connection;
  (void)value;
  sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
  if (vfs == NULL) return "there is no clock to stop";
  vfs->xCurrentTime = clockFails;
  if (vfs->iVersion >= 2) vfs->xCurrentTimeInt64 = clockFails64;
  sqlite3_test_control(SQLITE_TESTCTRL_LOCALTIME_FAULT, 1);
  return NULL;
}

static int readCount(const char **at, int64_t *result) {
  int digits = 0;
  *result = 0;
  for (; **at >= '0' && **at <= '9' && digits < 15; (*at)++, digits++) *result = *result * 10 + (**at - '0');
  return digits > 0 && (**at == ' ' || **at == '\0');
}

static void forget(Connection *connection) {
  Guard *guard = &connection->guard;
  clearNames(&guard->ctes);
  clearNames(&guard->reads);
  clearText(&guard->denied);
  guard->deniedCount = 0;
  guard->deadline = 0;
  clearCollected(&connection->collected);
}

static const char *beginCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  const char *at = (const char *)sqlite3_value_text(value);
  int64_t numbers[3] = {0, 0, 0};
  forget(connection);
  for (int i = 0; i < 3; i++) {
    if (at == NULL || !readCount(&at, &numbers[i]) || (*at == ' ') != (i < 2)) {
      return "begin takes milliseconds, rows and bytes";
    }
    if (*at == ' ') at++;
  }
  connection->collected.isOpen = 1;
  connection->collected.mostRows = numbers[1];
  connection->collected.mostBytes = numbers[2];
  connection->guard.deadline = monotonicNow() + (numbers[0] < 1000000000 ? numbers[0] : 1000000000) * 1000000;
  return NULL;
}

static const char *endCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  (void)value;
  clearCollected(&connection->collected);
  connection->guard.deadline = 0;
  return NULL;
}

static const char *returnText(sqlite3_context *context, Text *text, int fine) {
  if (fine) sqlite3_result_text64(context, text->bytes, (sqlite3_uint64)text->length, SQLITE_TRANSIENT, SQLITE_UTF8);
  clearText(text);
  return fine ? NULL : outOfMemory;
}

static const char *readsCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)value;
  const Names *reads = &connection->guard.reads;
  const char *at = reads->text.bytes;
  Text text = {NULL, 0, 0};
  int fine = appendText(&text, "[");
  for (int i = 0; fine && i < reads->count; i++) {
    const char *before = i % 2 == 1 ? "," : i == 0 ? "[" : ",[";
    int64_t length = (int64_t)strlen(at);
    fine = appendText(&text, before) && appendJsonString(&text, at, length) && (i % 2 == 0 || appendText(&text, "]"));
    at += length + 1;
  }
  return returnText(context, &text, fine && appendText(&text, "]"));
}

static const char *deniedCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)value;
  const Text *denied = &connection->guard.denied;
  Text text = {NULL, 0, 0};
  int fine = appendText(&text, "[") && appendBytes(&text, denied->bytes, denied->length) && appendText(&text, "]");
  return returnText(context, &text, fine);
}

static const char *statusCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)value;
  Text text = {NULL, 0, 0};
  return returnText(context, &text, appendCollectStatus(&text, &connection->collected));
}

static const char *chunkCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  const Collected *collected = &connection->collected;
  sqlite3_int64 index = sqlite3_value_int64(value);
  if (sqlite3_value_type(value) != SQLITE_INTEGER && sqlite3_value_type(value) != SQLITE_FLOAT) {
    return "chunk takes a number";
  }
  if (index < 0 || index >= collected->chunkCount) return NULL;
  const Text *chunk = &collected->chunks[index];
  /* The limit of a value's length binds queries; one long row of many of them must still get out. */
  int limit = sqlite3_limit(connection->database, SQLITE_LIMIT_LENGTH, INT32_MAX);
  sqlite3_result_text64(context, chunk->bytes, (sqlite3_uint64)chunk->length, SQLITE_TRANSIENT, SQLITE_UTF8);
  sqlite3_limit(connection->database, SQLITE_LIMIT_LENGTH, limit);
  return NULL;
}

static const char *hardenCommand(sqlite3_context *context, Connection *connection, sqlite3_value *value) {
  (void)context;
  (void)value;
  return hardenConnection(connection->database) == SQLITE_OK ? NULL : "the connection could not be hardened";
}

static void guardFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  static const struct {
    const char *name;
    int onlyBeforeArming;
    Command command;
  } commands[] = {
      {"tables", 1, tablesCommand},     {"functions", 1, functionsCommand},
      {"stop_clock", 1, stopClockCommand}, {"harden", 1, hardenCommand},
      {"arm", 0, armCommand},
      {"begin", 0, beginCommand},       {"ctes", 0, ctesCommand},
      {"reads", 0, readsCommand},       {"denied", 0, deniedCommand},
      {"status", 0, statusCommand},     {"chunk", 0, chunkCommand},
      {"end", 0, endCommand},
  };
  Connection *connection = sqlite3_user_data(context);
  const char *name = (const char *)sqlite3_value_text(values[0]);
  const char *error = "daybook_guard knows no such command";
  for (size_t i = 0; name != NULL && i < sizeof(commands) / sizeof(commands[0]); i++) {
    if (strcmp(commands[i].name, name) != 0) continue;
    int isTooLate = commands[i].onlyBeforeArming && connection->guard.isArmed;
    error = isTooLate ? "the connection is armed: this command is no longer allowed"
                      : commands[i].command(context, connection, values[1]);
  }
  if (error == outOfMemory) sqlite3_result_error_nomem(context);
  else if (error != NULL) sqlite3_result_error(context, error, -1);
}

static void freeConnection(void *state) {
  Connection *connection = state;
  clearCollected(&connection->collected);
  clearNames(&connection->guard.tables);
  clearNames(&connection->guard.functions);
  clearNames(&connection->guard.ctes);
  clearNames(&connection->guard.reads);
  clearText(&connection->guard.denied);
  sqlite3_free(connection);
}

int registerGuard(sqlite3 *database, Connection *connection) {
  int rc = sqlite3_create_function_v2(database, "daybook_guard", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, connection,
                                      guardFunction, NULL, NULL, freeConnection);
  if (rc != SQLITE_OK) return rc;
  sqlite3_progress_handler(database, OPCODES_BETWEEN_LOOKS, isPastDeadline, connection);
  return sqlite3_set_authorizer(database, authorize, connection);
}
