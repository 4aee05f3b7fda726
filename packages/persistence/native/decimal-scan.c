/* Reads the spelling of a number once, from left to right. */
#include "decimal-scan.h"

#include <stddef.h>

#define LONGEST_EXPONENT 18

static int isDigit(char c) {
  return c >= '0' && c <= '9';
}

static int scanExponent(const char *at, const char *end, int64_t *exponent) {
  int negative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) at++;
  if (at == end) return 0;
  while (at < end - 1 && *at == '0') at++;
  if (end - at > LONGEST_EXPONENT) return 0;
  int64_t value = 0;
  for (; at < end; at++) {
    if (!isDigit(*at)) return 0;
    value = value * 10 + (*at - '0');
  }
  *exponent = negative ? -value : value;
  return 1;
}

int scanDecimal(DecimalScan *scan, const char *text, int length) {
  const char *at = text;
  const char *end = text + length;
  const char *point = NULL;
  const char *first = NULL;
  const char *last = NULL;
  int digits = 0;
  scan->negative = length > 0 && *at == '-';
  if (length > 0 && (*at == '-' || *at == '+')) at++;
  for (; at < end; at++) {
    if (isDigit(*at)) {
      digits = 1;
      if (*at == '0') continue;
      if (first == NULL) first = at;
      last = at;
    } else if (*at == '.' && point == NULL) {
      point = at;
    } else {
      break;
    }
  }
  int64_t exponent = 0;
  if (!digits) return 0;
  const char *units = point != NULL ? point : at;
  if (at < end && ((*at != 'e' && *at != 'E') || !scanExponent(at + 1, end, &exponent))) return 0;
  if (first == NULL) {
    scan->negative = 0;
    scan->digits = scan->end = text;
    scan->power = 0;
    return 1;
  }
  scan->digits = first;
  scan->end = last + 1;
  scan->power = exponent + (first < units ? units - first - 1 : units - first);
  return 1;
}
