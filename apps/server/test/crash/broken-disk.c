// Loaded before the C library: fails calls that write a database with EIO, as a broken disk does.
//
// DAYBOOK_BROKEN_DISK names a file. While it exists and holds "<call> <first> <last>", the calls of that name whose
// number lies between the two fail; they are counted from when the file appeared. Calls: pwrite, fsync, ftruncate.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int armed;
static char wanted[16];
static long first, last, count;

/** Reads what is to fail, once for each time that the file appears. */
static void look(void) {
  const char *path = getenv("DAYBOOK_BROKEN_DISK");
  FILE *file = path == NULL ? NULL : fopen(path, "r");
  if (file == NULL) {
    armed = 0;
    return;
  }
  if (!armed && fscanf(file, "%15s %ld %ld", wanted, &first, &last) == 3) {
    armed = 1;
    count = 0;
  }
  fclose(file);
}

static int is_database(int descriptor) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return strstr(path, "daybook.db") != NULL;
}

static int fails(const char *call, int descriptor) {
  if (!is_database(descriptor)) return 0;
  pthread_mutex_lock(&lock);
  look();
  int hit = 0;
  if (armed && strcmp(call, wanted) == 0) {
    count += 1;
    hit = count >= first && count <= last;
  }
  pthread_mutex_unlock(&lock);
  if (hit) errno = EIO;
  return hit;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
  return fails("pwrite", descriptor) ? -1 : NEXT(pwrite64)(descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
  return fails("pwrite", descriptor) ? -1 : NEXT(pwrite)(descriptor, bytes, size, offset);
}

int fsync(int descriptor) { return fails("fsync", descriptor) ? -1 : NEXT(fsync)(descriptor); }

int fdatasync(int descriptor) { return fails("fsync", descriptor) ? -1 : NEXT(fdatasync)(descriptor); }

int ftruncate64(int descriptor, off64_t size) {
  return fails("ftruncate", descriptor) ? -1 : NEXT(ftruncate64)(descriptor, size);
}

int ftruncate(int descriptor, off_t size) {
  return fails("ftruncate", descriptor) ? -1 : NEXT(ftruncate)(descriptor, size);
}
