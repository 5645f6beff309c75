/*
 * struct process_content: what running processes needs of a content store. Each function may be
 * called on any thread, by several at once, and may wait.
 *
 * process_content_of_store() makes one over include/store/store.h.
 */
#ifndef PANTS_PROCESS_CONTENT_H
#define PANTS_PROCESS_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "digest/digest.h"

struct dtree;
struct loop;
struct store;

/** Positive outcome: a digest is not in the store; *ret_missing (where given) says which. */
#define PROCESS_MISSING 1

enum process_materialize_flags {
    PROCESS_MATERIALIZE_OWN = 0,           /**< the process may change everything */
    PROCESS_MATERIALIZE_READONLY = 1 << 0, /**< files 0444 or 0555, folders 0555 */
};

struct process_content {
    void *user;
    /** Writes a directory below a folder that exists. What is half written stays. */
    int (*materialize)(void *user, const struct digest *directory, const char *folder,
                       enum process_materialize_flags flags, struct digest *ret_missing,
                       struct err *e);
    int (*put)(void *user, struct str bytes, struct digest *ret, struct err *e);
    /** All of an open file. */
    int (*put_file)(void *user, int fd, struct digest *ret, struct err *e);
    /** Directory messages, with all below; the files are there already. */
    int (*put_tree)(void *user, const struct dtree *tree, struct err *e);
    /** Counted. */
    int (*get_tree)(void *user, const struct digest *directory, struct dtree **ret, struct err *e);
    /** Whether a blob is at hand. */
    bool (*has)(void *user, const struct digest *blob);
};

/** The loop's thread is the caller's. The content must end before the store and the loop. */
struct process_store_content;
malloc_ struct process_store_content *process_store_content_new(struct loop *loop,
                                                                struct store *store);
void process_store_content_free(struct process_store_content *content);
struct process_content process_content_of_store(struct process_store_content *content);

#endif
