/* The library that the extension is loaded into; extension.c holds the pointer to it. */
#ifndef DAYBOOK_SQLITE_H
#define DAYBOOK_SQLITE_H

#include "sqlite3ext.h"

SQLITE_EXTENSION_INIT3

#endif
