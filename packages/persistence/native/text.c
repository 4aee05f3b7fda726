/* Growing text, and the one part of JSON that isn't plain: strings. */
#include "text.h"
#include "sqlite.h"

#include <string.h>

#define FIRST_CAPACITY 512

static int reserve(Text *text, int64_t more) {
  if (text->capacity - text->length >= more) return 1;
  int64_t capacity = text->capacity > 0 ? text->capacity : FIRST_CAPACITY;
  while (capacity - text->length < more) capacity *= 2;
  char *bytes = sqlite3_realloc64(text->bytes, (sqlite3_uint64)capacity);
  if (bytes == NULL) return 0;
  text->bytes = bytes;
  text->capacity = capacity;
  return 1;
}

int appendBytes(Text *text, const char *bytes, int64_t length) {
  if (length == 0) return 1;
  if (!reserve(text, length)) return 0;
  memcpy(text->bytes + text->length, bytes, (size_t)length);
  text->length += length;
  return 1;
}

int appendText(Text *text, const char *bytes) {
  return appendBytes(text, bytes, (int64_t)strlen(bytes));
}

int appendInteger(Text *text, int64_t value) {
  char digits[24];
  sqlite3_snprintf(sizeof(digits), digits, "%lld", (long long)value);
  return appendText(text, digits);
}

/* Bytes of the valid UTF-8 character at `at`, or 0. Overlong forms, surrogates and beyond U+10FFFF are not valid. */
static int characterLength(const unsigned char *at, int64_t left) {
  unsigned char first = at[0];
  if (first < 0x80) return 1;
  int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || left < length) return 0;
  unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (at[1] < least || at[1] > most) return 0;
  for (int i = 2; i < length; i++) {
    if ((at[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

static int appendEscape(Text *text, unsigned char c) {
  char escape[8];
  if (c == '"' || c == '\\') sqlite3_snprintf(sizeof(escape), escape, "\\%c", c);
  else sqlite3_snprintf(sizeof(escape), escape, "\\u%04x", c);
  return appendText(text, escape);
}

int appendJsonString(Text *text, const char *bytes, int64_t length) {
  const unsigned char *at = (const unsigned char *)bytes;
  const unsigned char *end = at + length;
  int fine = appendText(text, "\"");
  while (fine && at < end) {
    const unsigned char *plain = at;
    int characters = 0;
    while (at < end && *at >= 0x20 && *at != '"' && *at != '\\' && (characters = characterLength(at, end - at)) > 0) {
      at += characters;
    }
    fine = appendBytes(text, (const char *)plain, at - plain);
    if (!fine || at == end) break;
    fine = *at < 0x80 ? appendEscape(text, *at) : appendText(text, "\xEF\xBF\xBD");
    at++;
  }
  return fine && appendText(text, "\"");
}

void clearText(Text *text) {
  sqlite3_free(text->bytes);
  memset(text, 0, sizeof(*text));
}
