/* dec_format: what printf writes for %f and %d, but from the exact digits. */
#include "decimal-value.h"
#include "functions.h"

#include <string.h>

#define MOST_WIDTH 200
#define MOST_PRECISION 200
#define DEFAULT_PRECISION 6
/* A sign, all digits, a comma after every third, precision and width. */
#define FORMAT_TEXT_SIZE (2 * DECIMAL_TEXT_SIZE + MOST_WIDTH + MOST_PRECISION)

typedef struct Format {
  int left;
  int zeros;
  int commas;
  /* '+' or ' ' in front of what is not negative, or 0. */
  char sign;
  int width;
  /* -1 where none is given. */
  int precision;
  int whole;
} Format;

/* Gives -1 for more than `most`. */
static int readNumber(const char **at, int most) {
  int value = 0;
  while (**at >= '0' && **at <= '9') {
    value = value * 10 + (*(*at)++ - '0');
    if (value > most) return -1;
  }
  return value;
}

static int readFormat(Format *format, const char *at) {
  memset(format, 0, sizeof(*format));
  format->precision = -1;
  if (*at++ != '%') return 0;
  for (; *at != '\0' && strchr("-+ 0,", *at) != NULL; at++) {
    if (*at == '-') format->left = 1;
    else if (*at == '0') format->zeros = 1;
    else if (*at == ',') format->commas = 1;
    else format->sign = *at;
  }
  format->width = readNumber(&at, MOST_WIDTH);
  if (format->width < 0) return 0;
  if (*at == '.') {
    at++;
    format->precision = readNumber(&at, MOST_PRECISION);
    if (format->precision < 0) return 0;
  }
  format->whole = *at == 'd' || *at == 'i';
  return (format->whole || *at == 'f') && at[1] == '\0';
}

static char *writeZeros(char *at, int count) {
  for (int i = 0; i < count; i++) *at++ = '0';
  return at;
}

static char *writeWhole(char *at, const char *digits, int length, int commas) {
  for (int i = 0; i < length; i++) {
    *at++ = digits[i];
    int after = length - 1 - i;
    if (commas && after > 0 && after % 3 == 0) *at++ = ',';
  }
  return at;
}

/* Writes the number without its sign; `spelled` is canonical and not negative. */
static int writeNumber(const Format *format, const char *spelled, int signs, char *text) {
  const char *point = strchr(spelled, '.');
  int whole = point == NULL ? (int)strlen(spelled) : (int)(point - spelled);
  char *at = text;
  if (format->whole) {
    /* As printf does it: zeros of the width are digits, so commas stand among them, also in what stands left. */
    int least = format->precision;
    if (format->zeros && least < format->width - signs) least = format->width - signs;
    char digits[DECIMAL_TEXT_SIZE + MOST_WIDTH];
    char *end = writeZeros(digits, least - whole);
    memcpy(end, spelled, (size_t)whole);
    at = writeWhole(at, digits, (int)(end - digits) + whole, format->commas);
  } else {
    int precision = format->precision < 0 ? DEFAULT_PRECISION : format->precision;
    int places = point == NULL ? 0 : (int)strlen(point + 1);
    at = writeWhole(at, spelled, whole, format->commas);
    if (precision > 0) *at++ = '.';
    if (places > 0) memcpy(at, point + 1, (size_t)places);
    at = writeZeros(at + places, precision - places);
  }
  return (int)(at - text);
}

static void returnFormatted(sqlite3_context *context, const Format *format, const char *number, int length, char sign) {
  char text[FORMAT_TEXT_SIZE];
  char *at = text;
  int padding = format->width - length - (sign != 0);
  int zeros = format->zeros && !format->left;
  if (!format->left && !zeros) {
    for (; padding > 0; padding--) *at++ = ' ';
  }
  if (sign != 0) *at++ = sign;
  if (zeros) at = writeZeros(at, padding);
  memcpy(at, number, (size_t)length);
  at += length;
  if (format->left) {
    for (; padding > 0; padding--) *at++ = ' ';
  }
  sqlite3_result_text(context, text, (int)(at - text), SQLITE_TRANSIENT);
}

void formatFunction(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  const char *text = (const char *)sqlite3_value_text(values[0]);
  Format format;
  if (text == NULL || (int)strlen(text) != sqlite3_value_bytes(values[0]) || !readFormat(&format, text)) {
    sqlite3_result_error(context, "dec_format takes one %d, %i or %f with flags \"-+ 0,\", a width and a precision of at most 200",
                         -1);
    return;
  }
  Decimal value;
  if (!takeDecimals(context, values + 1, &value, 1)) return;
  int negative = value.negative;
  int places = format.precision < 0 ? DEFAULT_PRECISION : format.precision;
  DecimalStatus status = format.whole ? decimalRound(&value, &value, 0, ROUND_TO_ZERO)
                                      : decimalRound(&value, &value, places, ROUND_HALF_AWAY);
  if (status != DECIMAL_OK) {
    returnOutOfRange(context);
    return;
  }
  /* printf keeps the sign of a fraction that rounds to zero, but an integer has none. */
  if (format.whole) negative = value.negative;
  value.negative = 0;
  char sign = negative ? '-' : format.sign;
  char spelled[DECIMAL_TEXT_SIZE];
  char number[FORMAT_TEXT_SIZE];
  decimalSpell(&value, spelled);
  returnFormatted(context, &format, number, writeNumber(&format, spelled, sign != 0, number), sign);
}
