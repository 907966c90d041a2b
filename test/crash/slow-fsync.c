/* Makes every flush to disk take two seconds while the file that SLOW_FSYNC names is there. Preloaded before libc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int fd) {
  const char *flag = getenv("SLOW_FSYNC");
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (flag != NULL && access(flag, F_OK) == 0) sleep(2);
  return real(fd);
}

int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
