/*
 * Compiler attributes and shims: the only place that spells __attribute__.
 *
 *   must_check_        the caller must look at the result
 *   printf_(f, a)      a printf-like function: format at f, first argument at a (from 1)
 *   noreturn_          never comes back
 *   cleanup_(f)        f(&variable) runs when the variable goes out of scope
 *   likely_/unlikely_  branch hints
 */
#ifndef PANTS_BASE_ATTR_H
#define PANTS_BASE_ATTR_H

#define must_check_ __attribute__((warn_unused_result))
#define printf_(f, a) __attribute__((format(printf, f, a)))
#define noreturn_ __attribute__((noreturn))
#define malloc_ __attribute__((malloc, warn_unused_result))
#define unused_ __attribute__((unused))
#define cleanup_(f) __attribute__((cleanup(f)))
#define likely_(x) __builtin_expect(!!(x), 1)
#define unlikely_(x) __builtin_expect(!!(x), 0)

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
