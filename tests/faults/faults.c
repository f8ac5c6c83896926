/* The file calls of a process, one of which fails when it was told to.
 *
 * faults_arm(n, number): the nth call from now on, of this thread, fails with errno `number`.
 * faults_spent(): how many calls there were since; disarms.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static __thread int armed = 0, counted = 0, fatal = 0, number = 0;

void faults_arm(int n, int errnum) {
    counted = 0;
    fatal = n;
    number = errnum;
    armed = 1;
}

int faults_spent(void) {
    armed = 0;
    return counted;
}

static int fails(void) {
    if (!armed) return 0;
    counted += 1;
    if (counted != fatal) return 0;
    errno = number;
    return 1;
}

#define REAL(name, type, arguments) \
    static type (*real) arguments = 0; \
    if (!real) real = (type (*) arguments) dlsym(RTLD_NEXT, #name)

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        REAL(name, int, (const char *, int, ...)); \
        return fails() ? -1 : real(path, flags, mode); \
    }

#define CALL(name, type, arguments, given) \
    type name arguments { \
        REAL(name, type, arguments); \
        return fails() ? -1 : real given; \
    }

OPEN(open)
OPEN(open64)
CALL(write, ssize_t, (int file, const void *from, size_t count), (file, from, count))
CALL(fsync, int, (int file), (file))
CALL(fchmod, int, (int file, mode_t mode), (file, mode))
CALL(rename, int, (const char *from, const char *to), (from, to))
CALL(link, int, (const char *from, const char *to), (from, to))
CALL(linkat, int, (int a, const char *from, int b, const char *to, int flags),
     (a, from, b, to, flags))
CALL(unlink, int, (const char *path), (path))
CALL(mkdir, int, (const char *path, mode_t mode), (path, mode))

/* What was closed is closed, whatever it says. */
int close(int file) {
    REAL(close, int, (int));
    int result = real(file);
    return fails() ? -1 : result;
}
