/*
 * struct arena: memory that goes all together. A zeroed struct is a valid empty arena.
 * Returned memory is zeroed, aligned for any type, and never NULL (the process ends when there is
 * none left); a size of 0 gives a pointer that must not be read. Text is not aligned.
 */
#ifndef PANTS_BASE_ARENA_H
#define PANTS_BASE_ARENA_H

#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /**< newest first */
    char *at;                   /**< free space of the newest chunk */
    size_t left;
    size_t total; /**< bytes handed out */
};

void arena_done(struct arena *a);
must_check_ void *arena_alloc(struct arena *a, size_t size);
must_check_ void *arena_alloc_array(struct arena *a, size_t count, size_t size);
/** A NUL-terminated copy that lives as long as the arena. */
struct str arena_str(struct arena *a, struct str s);
printf_(2, 3) struct str arena_printf(struct arena *a, const char *fmt, ...);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc_array((a), (n), sizeof(type)))

#endif
