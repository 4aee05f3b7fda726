/* Text that grows, in memory that SQLite counts. */
#ifndef DAYBOOK_TEXT_H
#define DAYBOOK_TEXT_H

#include <stdint.h>

typedef struct Text {
  char *bytes;
  int64_t length;
  int64_t capacity;
} Text;

/* All that append give 1, or 0 when there is no memory; then the text is as it was, or ends somewhere before. */
int appendBytes(Text *text, const char *bytes, int64_t length);
int appendText(Text *text, const char *bytes);
int appendInteger(Text *text, int64_t value);
/* A JSON string; what is not valid UTF-8 becomes U+FFFD. */
int appendJsonString(Text *text, const char *bytes, int64_t length);
void clearText(Text *text);

#endif
