/* daybook_collect: the rows of a query become JSON here, beside the data, within the limits that 'begin' set. */
#include "connection.h"
#include "decimal-value.h"
#include "functions.h"

#include <string.h>

#define CHUNK_BYTES 200000
#define NUMBER_BYTES 8
/* What a JSON number is read as beyond this is no longer the same integer. */
#define LARGEST_EXACT_INTEGER 9007199254740991

void clearCollected(Collected *collected) {
  for (int i = 0; i < collected->chunkCount; i++) clearText(&collected->chunks[i]);
  sqlite3_free(collected->chunks);
  memset(collected, 0, sizeof(*collected));
}

int appendCollectStatus(Text *text, const Collected *collected) {
  static const char *const refusals[] = {"", "integer", "number", "bytes"};
  int fine = appendText(text, "{\"rows\":") && appendInteger(text, collected->rows) && appendText(text, ",\"bytes\":") &&
             appendInteger(text, collected->bytes) && appendText(text, ",\"truncated\":") &&
             appendText(text, collected->isTruncated ? "true" : "false") && appendText(text, ",\"chunks\":") &&
             appendInteger(text, collected->chunkCount) && appendText(text, ",\"refused\":");
  if (fine && collected->refusal == REFUSED_NOTHING) {
    fine = appendText(text, "null");
  } else if (fine) {
    fine = appendText(text, "{\"column\":") && appendInteger(text, collected->refusedColumn) &&
           appendText(text, ",\"what\":\"") && appendText(text, refusals[collected->refusal]) && appendText(text, "\"}");
  }
  fine = fine && appendText(text, ",\"real\":[");
  int count = 0;
  for (int i = 0; fine && i < MOST_COLUMNS; i++) {
    if (!collected->hasReal[i]) continue;
    fine = (count++ == 0 || appendText(text, ",")) && appendInteger(text, i);
  }
  return fine && appendText(text, "]}");
}

/* The chunk that takes the next row, or NULL without memory. */
static Text *openChunk(Collected *collected) {
  int count = collected->chunkCount;
  if (count > 0 && collected->chunks[count - 1].length < CHUNK_BYTES) return &collected->chunks[count - 1];
  Text *chunks = sqlite3_realloc64(collected->chunks, (sqlite3_uint64)(count + 1) * sizeof(Text));
  if (chunks == NULL) return NULL;
  collected->chunks = chunks;
  collected->chunkCount = count + 1;
  memset(&chunks[count], 0, sizeof(Text));
  return &chunks[count];
}

static Refusal judgeCell(sqlite3_value *value, int64_t *bytes) {
  char text[REAL_TEXT_SIZE];
  sqlite3_int64 integer = 0;
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      integer = sqlite3_value_int64(value);
      *bytes += NUMBER_BYTES;
      return integer > LARGEST_EXACT_INTEGER || integer < -LARGEST_EXACT_INTEGER ? REFUSED_INTEGER : REFUSED_NOTHING;
    case SQLITE_FLOAT:
      *bytes += NUMBER_BYTES;
      return spellReal(sqlite3_value_double(value), text) ? REFUSED_NOTHING : REFUSED_NUMBER;
    case SQLITE_TEXT:
      *bytes += sqlite3_value_bytes(value);
      return REFUSED_NOTHING;
    case SQLITE_BLOB:
      return REFUSED_BYTES;
    default:
      return REFUSED_NOTHING;
  }
}

static int appendReal(Text *text, double value) {
  char spelled[REAL_TEXT_SIZE];
  /* Minus zero is equal to zero and reads as a different one. */
  spellReal(value == 0 ? 0 : value, spelled);
  return appendText(text, spelled) && (strpbrk(spelled, ".e") != NULL || appendText(text, ".0"));
}

static int appendCell(Text *text, sqlite3_value *value) {
  const char *bytes = NULL;
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return appendInteger(text, sqlite3_value_int64(value));
    case SQLITE_FLOAT:
      return appendReal(text, sqlite3_value_double(value));
    case SQLITE_TEXT:
      bytes = (const char *)sqlite3_value_text(value);
      return bytes != NULL && appendJsonString(text, bytes, sqlite3_value_bytes(value));
    default:
      return appendText(text, "null");
  }
}

/* A chunk is a whole JSON array after each row, so a failed row is taken back. */
static int appendRow(Collected *collected, int count, sqlite3_value **values) {
  Text *chunk = openChunk(collected);
  if (chunk == NULL) return 0;
  int64_t length = chunk->length;
  int fine = 0;
  if (length == 0) {
    fine = appendText(chunk, "[[");
  } else {
    chunk->length--;
    fine = appendText(chunk, ",[");
  }
  for (int i = 0; fine && i < count; i++) {
    fine = (i == 0 || appendText(chunk, ",")) && appendCell(chunk, values[i]);
  }
  fine = fine && appendText(chunk, "]]");
  if (fine) return 1;
  chunk->length = length;
  if (length > 0) {
    chunk->bytes[length - 1] = ']';
  } else {
    clearText(chunk);
    collected->chunkCount--;
  }
  return 0;
}

static void refuse(sqlite3_context *context, Collected *collected, int column, Refusal refusal) {
  static const char *const meanings[] = {"", "an integer beyond 2^53", "a number that is not finite", "bytes"};
  collected->refusal = refusal;
  collected->refusedColumn = column;
  char *message = sqlite3_mprintf("daybook: column %d holds %s", column + 1, meanings[refusal]);
  if (message == NULL) sqlite3_result_error_nomem(context);
  else sqlite3_result_error(context, message, -1);
  sqlite3_free(message);
}

static void collectStep(sqlite3_context *context, int count, sqlite3_value **values) {
  Connection *connection = sqlite3_user_data(context);
  Collected *collected = &connection->collected;
  sqlite3_int64 *rows = sqlite3_aggregate_context(context, sizeof(*rows));
  if (rows == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (!collected->isOpen || count < 1 || count > MOST_COLUMNS) {
    sqlite3_result_error(context, "daybook: rows of 1 to 127 columns are collected between begin and end", -1);
    return;
  }
  int64_t bytes = 0;
  int refused = -1;
  Refusal refusal = REFUSED_NOTHING;
  for (int i = 0; i < count; i++) {
    Refusal found = judgeCell(values[i], &bytes);
    if (found == REFUSED_NOTHING || refused >= 0) continue;
    refused = i;
    refusal = found;
  }
  if (collected->rows >= collected->mostRows || bytes > collected->mostBytes - collected->bytes) {
    collected->isTruncated = 1;
    sqlite3_result_error(context, "daybook: truncated", -1);
    return;
  }
  if (refused >= 0) {
    refuse(context, collected, refused, refusal);
    return;
  }
  if (!appendRow(collected, count, values)) {
    sqlite3_result_error_nomem(context);
    return;
  }
  for (int i = 0; i < count; i++) {
    if (sqlite3_value_type(values[i]) == SQLITE_FLOAT) collected->hasReal[i] = 1;
  }
  collected->rows++;
  collected->bytes += bytes;
  (*rows)++;
}

static void collectFinal(sqlite3_context *context) {
  sqlite3_int64 *rows = sqlite3_aggregate_context(context, 0);
  sqlite3_result_int64(context, rows == NULL ? 0 : *rows);
}

int registerCollect(sqlite3 *database, Connection *connection) {
  return sqlite3_create_function_v2(database, "daybook_collect", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, connection, NULL,
                                    collectStep, collectFinal, NULL);
}
