/* What the extension remembers of one connection. */
#ifndef DAYBOOK_CONNECTION_H
#define DAYBOOK_CONNECTION_H

#include "sqlite.h"
#include "text.h"

#define MOST_COLUMNS 127

typedef enum Refusal { REFUSED_NOTHING, REFUSED_INTEGER, REFUSED_NUMBER, REFUSED_BYTES } Refusal;

/* The rows of a query, as JSON in chunks that a host can read one by one. */
typedef struct Collected {
  /* Between 'begin' and 'end'. */
  int isOpen;
  Text *chunks;
  int chunkCount;
  int64_t rows;
  int64_t bytes;
  int64_t mostRows;
  int64_t mostBytes;
  int isTruncated;
  Refusal refusal;
  int refusedColumn;
  unsigned char hasReal[MOST_COLUMNS];
} Collected;

/* Names, each with a final zero byte. */
typedef struct Names {
  Text text;
  int count;
} Names;

typedef struct Guard {
  int isArmed;
  Names tables;
  Names functions;
  /* The query's common table expressions. */
  Names ctes;
  /* Table and column by turns. */
  Names reads;
  /* JSON objects with commas between them. */
  Text denied;
  int deniedCount;
  /* Nanoseconds of the monotonic clock; 0 for none. */
  int64_t deadline;
} Guard;

typedef struct Connection {
  sqlite3 *database;
  Guard guard;
  Collected collected;
} Connection;

/* collect.c */
void clearCollected(Collected *collected);
int appendCollectStatus(Text *text, const Collected *collected);

/* guard-authorizer.c */
int hasName(const Names *names, const char *name);
int authorize(void *connection, int action, const char *first, const char *second, const char *database,
              const char *accessor);

#endif
