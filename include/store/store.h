/*
 * struct store: content by digest. Put and get blobs; a directory is the blob of its canonical
 * REAPI `Directory` message.
 *
 * Today the blobs lie in memory for the life of the store. Ownership: the store copies what is
 * put; what is got is a counted view (store_blob_unref()) that outlives eviction. Calls are for
 * the loop's thread. Anything that may touch a disk or the network later is asynchronous in form:
 * the callback comes exactly once, on the loop's thread, never before the call returns.
 */
#ifndef PANTS_STORE_STORE_H
#define PANTS_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "digest/digest.h"
#include "digest/tree.h"

struct loop;
struct store;

/** Positive outcome: the store has no such blob. */
#define STORE_ABSENT 1

/** Bytes of one blob. Counted; immutable. */
struct store_blob;
struct str store_blob_bytes(const struct store_blob *blob);
struct store_blob *store_blob_ref(struct store_blob *blob);
void store_blob_unref(struct store_blob *blob);

/** loop may be NULL: then only the functions without callback may be used. */
must_check_ int store_new(struct loop *loop, struct store **ret, struct err *e);
void store_free(struct store *s);

/** Copies bytes in and computes their digest. */
must_check_ int store_put(struct store *s, struct str bytes, struct digest *ret_digest,
                          struct err *e);
/** The same for bytes whose digest the caller has computed from these very bytes. */
must_check_ int store_put_known(struct store *s, struct str bytes, const struct digest *digest,
                                struct err *e);
/** What is at hand without waiting: 0 and a counted blob, or STORE_ABSENT. */
must_check_ int store_get_now(struct store *s, const struct digest *digest,
                              struct store_blob **ret_blob, struct err *e);
bool store_has_now(const struct store *s, const struct digest *digest);

/** r as store_get_now(); blob is the callee's to unref; err is valid during the call. */
typedef void store_get_fn(void *user, int r, struct store_blob *blob, const struct err *err);
void store_get(struct store *s, const struct digest *digest, store_get_fn *done, void *user);

/** Puts the Directory messages of a tree and of all below it. */
must_check_ int store_put_tree(struct store *s, const struct dtree *tree, struct err *e);
/** The tree of a directory digest, with all below it. 0, STORE_ABSENT or ERR_FORMAT. */
must_check_ int store_get_tree_now(struct store *s, const struct digest *digest,
                                   struct dtree **ret_tree, struct err *e);

struct store_stats {
    uint64_t blobs;
    uint64_t bytes;
};
struct store_stats store_stats(const struct store *s);

#endif
