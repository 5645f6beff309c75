/*
 * Growable arrays, typed by macro.
 *
 *   VEC(struct item) items = {0};
 *   vec_push(&items, value);
 *   for (size_t i = 0; i < items.len; i++) ... items.data[i]
 *   vec_done(&items);
 *
 * A zeroed vector is empty and valid. Elements are moved by memcpy. Growth never fails (see
 * alloc.h: vectors hold things of our own; bytes from outside go to struct buf).
 */
#ifndef PANTS_BASE_VEC_H
#define PANTS_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#include "base/alloc.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *data;                                                                                \
        size_t len;                                                                                \
        size_t cap;                                                                                \
    }

void *vec_grow_(void *data, size_t *cap, size_t need, size_t size);

#define vec_reserve(v, more)                                                                       \
    ((v)->len + (more) > (v)->cap                                                                  \
         ? (void)((v)->data =                                                                      \
                      vec_grow_((v)->data, &(v)->cap, (v)->len + (more), sizeof(*(v)->data)))      \
         : (void)0)
#define vec_push(v, value) (vec_reserve((v), 1), (void)((v)->data[(v)->len++] = (value)))
#define vec_pop(v) ((v)->data[--(v)->len])
#define vec_last(v) ((v)->data[(v)->len - 1])
#define vec_clear(v) ((void)((v)->len = 0))
#define vec_done(v) (free((v)->data), (void)((v)->data = NULL), (void)((v)->len = (v)->cap = 0))

#endif
