/*
 * The file of a table, and what its files share.
 *
 *   file     header, then segments, each at a multiple of 8; numbers are little-endian
 *   header   "pTABLE1\n", u32 version, u32 0, u64 check of these 16 bytes, u64 0
 *   segment  u32 magic, u32 count, u64 length (all of it), u64 dead (bytes of older segments that
 *            its keys replace), u64 check of the index, u64 check of these 32 bytes and of the
 *            segment's place in the file;
 *            the index: count hashes of keys in rising order, then count u32 places of their
 *            records (in units of 8 from the segment's start), padded to 8;
 *            the records
 *   record   u64 check of the rest, u32 key length, u32 value length, key, value, both padded to 8
 *
 * A segment is what one flush wrote; a key occurs in it once. A later segment replaces an earlier.
 * Opening reads headers and indexes and checks them; a record is checked when it is used.
 */
#ifndef PANTS_TABLE_INT_H
#define PANTS_TABLE_INT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "tables/io.h"
#include "tables/table.h"

enum {
    HEADER_SIZE = 32,
    SEGMENT_HEADER = 40,
    RECORD_HEADER = 16,
    MAX_SEGMENTS = 16, /**< a flush that would make more writes one new segment of all */
    MAX_RECORD = 16 << 20,
};

#define SEGMENT_MAGIC 0x31676573U

struct segment {
    const uint8_t *data; /**< its first byte */
    uint64_t length;
    uint64_t dead;
    uint32_t count;
};

enum view_state {
    VIEW_EMPTY = 0, /**< no file */
    VIEW_GOOD,
    VIEW_OTHER_VERSION, /**< nothing in it is for us */
    VIEW_TORN,          /**< good up to `end`, then something that is not a whole segment */
};

/** A file as it was found: its good segments. */
struct view {
    const uint8_t *data;
    size_t size;
    bool mapped; /**< data is to be unmapped */
    enum view_state state;
    size_t end;      /**< where the next segment would begin */
    const char *why; /**< VIEW_TORN: what is wrong, static text */
    struct segment segments[MAX_SEGMENTS];
    unsigned count;
    uint64_t records;
    uint64_t dead;
};

/** One record. */
struct record {
    struct str key;
    struct str value;
};

uint64_t check__bytes(const void *data, size_t len, uint64_t seed);
/** What the index is sorted by. */
uint64_t check__key(struct str key);

static inline size_t pad8(size_t n) {
    return (n + 7) & ~(size_t)7;
}

/** Finds the segments in data, which must stay as long as the view. Never fails: see state. */
void view__read(struct view *v, const void *data, size_t size, uint32_t version);
/** Maps the file of fd. False when that cannot be done (the view is then empty). */
bool view__map(struct view *v, int fd, uint32_t version);
void view__done(struct view *v);
/** 1 found, 0 not there, -1 its record is damaged. */
int view__find(const struct view *v, struct str key, struct record *ret);
/** The n-th record of a segment's index. False when it is damaged. */
bool segment__record(const struct segment *s, uint32_t n, struct record *ret);
/** The hash of its key. */
uint64_t segment__hash(const struct segment *s, uint32_t n);
/** How much of the file a record takes. */
size_t record__size(struct str key, struct str value);

/** Appends a whole segment of these records (keys unique) that will lie at `at` in the file. */
void segment__write(struct buf *out, const struct record *records, size_t count, uint64_t at,
                    uint64_t dead);
void header__write(struct buf *out, uint32_t version);

/** Something put by this process. */
struct entry {
    struct str key;
    struct str value;
    bool dirty; /**< not in the file yet */
};

struct table {
    char *folder;
    char *path;
    char *lock_path;
    const char *name; /**< the part of path after the folder */
    uint32_t version;
    uint64_t max_bytes;
    const struct log_sink *log;
    struct table_io io;
    struct view view;
    struct arena arena; /**< keys and values of entries */
    struct map entries; /**< key -> struct entry */
    size_t dirty;
    uint64_t dirty_bytes;
    uint64_t hits;
    uint64_t misses;
    bool persistent;
    bool damaged;  /**< something was ignored since opening */
    bool repair;   /**< the file is to be written anew by the next flush */
    bool reported; /**< the one warning was given */
};

/** Gives the one warning about damage, and remembers it. */
void table__damaged(struct table *t, const char *why);
/** Opens the table's file for reading. -1 with errno. */
int table__open_file(const struct table *t);

#endif
