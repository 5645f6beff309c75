/*
 * struct table: a persisted map from byte strings to byte strings in the cache folder.
 *
 * A table is a pure cache. It may be deleted at any moment, is used by many processes at once,
 * and survives kill -9: whatever is damaged (cut, flipped, of another version) is ignored, said
 * once as a warning to the log sink, and gone after the next flush. So nothing here fails in a way
 * a caller must handle: when the folder cannot be used (missing and cannot be made, not ours,
 * writable by others, full), the table lives in memory only.
 *
 * Calling sequence
 *   t = table_open(&config);
 *   table_get() / table_put() ...      one thread at a time
 *   table_flush(t, &e);                optional: what was put becomes visible to other processes
 *   table_close(t);                    flushes, then frees
 *
 * Bytes handed out by table_get() are valid until table_close(), whatever is put or flushed
 * meanwhile; they begin at a multiple of eight. Keys and values are compared and stored as bytes;
 * integers in them are the caller's to encode. A process sees its own puts at once, those of others
 * when it next opens the table. When a file was cut, an older value of a key may come back: let the
 * key determine the value, or let the value say what it was made from.
 */
#ifndef PANTS_TABLES_TABLE_H
#define PANTS_TABLES_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"

struct table;
struct table_io;

/** What to open. Borrowed for the call; `log` and `io` must outlive the table. */
struct table_config {
    const char *folder;         /**< made (0700) when missing; must be ours alone */
    const char *name;           /**< the file is <folder>/<name>.table */
    uint32_t version;           /**< of keys' and values' meaning: another one starts empty */
    uint64_t max_bytes;         /**< past it the oldest entries go; 0 means 64 MiB */
    const struct log_sink *log; /**< warnings about damage; NULL swallows */
    const struct table_io *io;  /**< NULL: the system's own calls (tests inject failures) */
};

/** What a table has done since it was opened. */
struct table_stats {
    uint64_t entries; /**< in the file when it was opened; an overwritten one counts each time */
    uint64_t bytes;   /**< of the file when it was opened */
    uint64_t hits;    /**< table_get() that found something */
    uint64_t misses;  /**< table_get() that found nothing */
    uint64_t pending; /**< put and not yet flushed */
    bool damaged;     /**< something was ignored */
    bool persistent;  /**< false: in memory only */
};

/** Never NULL. */
malloc_ struct table *table_open(const struct table_config *config);

/** False when the key is not there (or its record is damaged). */
bool table_get(struct table *t, struct str key, struct str *ret_value);

/** Sets key to value; both are copied. At most 16 MiB a record: a larger one is not kept. */
void table_put(struct table *t, struct str key, struct str value);

/**
 * Appends what was put to the file, under a lock among processes. On failure the entries stay in
 * memory and the table goes on. Nothing pending and nothing damaged: does nothing.
 */
int table_flush(struct table *t, struct err *e);

/** Flushes (a failure is logged at debug level) and frees. NULL is fine. */
void table_close(struct table *t);
/** Frees without writing: for the child side of a fork, and for what is not worth keeping. */
void table_abandon(struct table *t);

struct table_stats table_stats(const struct table *t);

#endif
