/* The order of the collation: numbers by value, then all other text bytewise. */
#include "decimal.h"
#include "decimal-scan.h"

#include <string.h>

static int compareBytes(const char *left, int leftLength, const char *right, int rightLength) {
  int shorter = leftLength < rightLength ? leftLength : rightLength;
  int order = shorter > 0 ? memcmp(left, right, (size_t)shorter) : 0;
  return order != 0 ? order : leftLength - rightLength;
}

static int compareDigits(const DecimalScan *left, const DecimalScan *right) {
  const char *a = left->digits;
  const char *b = right->digits;
  for (;; a++, b++) {
    if (a < left->end && *a == '.') a++;
    if (b < right->end && *b == '.') b++;
    /* Neither ends with a zero, so whoever goes on is larger. */
    if (a == left->end || b == right->end) return (a < left->end) - (b < right->end);
    if (*a != *b) return *a > *b ? 1 : -1;
  }
}

static int compareScans(const DecimalScan *left, const DecimalScan *right) {
  if (left->negative != right->negative) return left->negative ? -1 : 1;
  int leftIsZero = left->digits == left->end;
  int rightIsZero = right->digits == right->end;
  int order = 0;
  if (leftIsZero || rightIsZero) order = rightIsZero - leftIsZero;
  else if (left->power != right->power) order = left->power > right->power ? 1 : -1;
  else order = compareDigits(left, right);
  return left->negative ? -order : order;
}

/* Digits before the point of plain, positive, canonical text; 0 where it is anything else, also below 1. */
static int plainWholeDigits(const char *text, int length) {
  int whole = 0;
  int at = 0;
  if (length == 0 || text[0] == '0') return 0;
  while (at < length && text[at] >= '0' && text[at] <= '9') at++;
  whole = at;
  if (at == length) return whole;
  if (text[at++] != '.') return 0;
  while (at < length && text[at] >= '0' && text[at] <= '9') at++;
  return at == length && text[at - 1] != '0' && text[at - 1] != '.' ? whole : 0;
}

int decimalCompareTexts(const char *left, int leftLength, const char *right, int rightLength) {
  /* Nearly all that is compared is stored text, and that needs no taking apart. */
  int leftWhole = plainWholeDigits(left, leftLength);
  int rightWhole = leftWhole > 0 ? plainWholeDigits(right, rightLength) : 0;
  if (rightWhole > 0) {
    if (leftWhole != rightWhole) return leftWhole - rightWhole;
    return compareBytes(left, leftLength, right, rightLength);
  }
  DecimalScan leftScan;
  DecimalScan rightScan;
  int leftIsNumber = scanDecimal(&leftScan, left, leftLength);
  int rightIsNumber = scanDecimal(&rightScan, right, rightLength);
  if (leftIsNumber && rightIsNumber) return compareScans(&leftScan, &rightScan);
  if (leftIsNumber != rightIsNumber) return leftIsNumber ? -1 : 1;
  return compareBytes(left, leftLength, right, rightLength);
}
