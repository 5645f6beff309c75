/*
 * Reading a table's file. All that comes from the file is checked here before it is used: lengths
 * against what is there, sums before the bytes they cover are believed.
 */
#include "table_int.h"

#include <assert.h>
#include <endian.h>
#include <sys/mman.h>
#include <sys/stat.h>

static const char MAGIC[8] = {'p', 'T', 'A', 'B', 'L', 'E', '1', '\n'};

static uint32_t get_u32(const uint8_t *p) {
    uint32_t v;
    memcpy(&v, p, 4);
    return le32toh(v);
}

static uint64_t get_u64(const uint8_t *p) {
    uint64_t v;
    memcpy(&v, p, 8);
    return le64toh(v);
}

static size_t index_size(uint32_t count) {
    return pad8((size_t)count * 12);
}

static uint64_t segment_sum(const uint8_t *header, uint64_t at) {
    return check__bytes(header, 32, at);
}

/* The segment at `at`, or what is wrong with it. */
static const char *read_segment(const struct view *v, size_t at, struct segment *ret) {
    const uint8_t *p = v->data + at;
    if (v->size - at < SEGMENT_HEADER) {
        return "it is cut off";
    }
    if (get_u32(p) != SEGMENT_MAGIC || get_u64(p + 32) != segment_sum(p, at)) {
        return "a segment's header is damaged";
    }
    struct segment s = {
        .data = p, .count = get_u32(p + 4), .length = get_u64(p + 8), .dead = get_u64(p + 16)};
    if (s.length > v->size - at) {
        return "it is cut off";
    }
    if (s.length % 8 != 0 || s.length < SEGMENT_HEADER + index_size(s.count)) {
        return "a segment's length is impossible";
    }
    if (get_u64(p + 24) != check__bytes(p + SEGMENT_HEADER, index_size(s.count), s.count)) {
        return "a segment's index is damaged";
    }
    *ret = s;
    return NULL;
}

static const char *read_all(struct view *v, uint32_t version) {
    if (v->size < HEADER_SIZE) {
        return "it is cut off";
    }
    if (memcmp(v->data, MAGIC, sizeof(MAGIC)) != 0 ||
        get_u64(v->data + 16) != check__bytes(v->data, 16, 0)) {
        return "its header is damaged";
    }
    if (get_u32(v->data + 8) != version) {
        v->state = VIEW_OTHER_VERSION;
        return NULL;
    }
    v->state = VIEW_GOOD;
    v->end = HEADER_SIZE;
    while (v->end < v->size) {
        if (v->count == MAX_SEGMENTS) {
            return "it has too many segments";
        }
        struct segment *s = &v->segments[v->count];
        const char *why = read_segment(v, v->end, s);
        if (why != NULL) {
            return why;
        }
        v->count++;
        v->records += s->count;
        v->dead += s->dead;
        v->end += s->length;
    }
    return NULL;
}

void view__read(struct view *v, const void *data, size_t size, uint32_t version) {
    *v = (struct view){.data = data, .size = size};
    v->why = read_all(v, version);
    if (v->why != NULL) {
        v->state = VIEW_TORN;
    }
}

bool view__map(struct view *v, int fd, uint32_t version) {
    struct stat st;
    *v = (struct view){0};
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        return false;
    }
    if (st.st_size == 0) {
        view__read(v, NULL, 0, version);
        return true;
    }
    void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED) {
        return false;
    }
    view__read(v, data, (size_t)st.st_size, version);
    v->mapped = true;
    return true;
}

void view__done(struct view *v) {
    if (v->mapped) {
        (void)munmap((void *)(uintptr_t)v->data, v->size);
    }
    *v = (struct view){0};
}

uint64_t segment__hash(const struct segment *s, uint32_t n) {
    return get_u64(s->data + SEGMENT_HEADER + (size_t)n * 8);
}

bool segment__record(const struct segment *s, uint32_t n, struct record *ret) {
    assert(n < s->count);
    const uint8_t *places = s->data + SEGMENT_HEADER + (size_t)s->count * 8;
    uint64_t at = (uint64_t)get_u32(places + (size_t)n * 4) * 8;
    if (at > s->length || s->length - at < RECORD_HEADER) {
        return false;
    }
    const uint8_t *p = s->data + at;
    uint64_t key_len = get_u32(p + 8), value_len = get_u32(p + 12);
    uint64_t rest = pad8(key_len) + value_len; /* no overflow: both are 32 bits */
    if (rest > s->length - at - RECORD_HEADER ||
        get_u64(p) != check__bytes(p + 8, (size_t)(8 + rest), 0)) {
        return false;
    }
    const char *key = (const char *)p + RECORD_HEADER;
    ret->key = str_make(key, (size_t)key_len);
    ret->value = str_make(key + pad8(key_len), (size_t)value_len);
    return true;
}

/* The first place in the index whose hash is not smaller. */
static uint32_t lower_bound(const struct segment *s, uint64_t hash) {
    uint32_t low = 0, high = s->count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (segment__hash(s, mid) < hash) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

int view__find(const struct view *v, struct str key, struct record *ret) {
    uint64_t hash = check__key(key);
    int damaged = 0;
    for (unsigned i = v->count; i-- > 0;) {
        const struct segment *s = &v->segments[i];
        for (uint32_t n = lower_bound(s, hash); n < s->count && segment__hash(s, n) == hash; n++) {
            struct record r;
            if (!segment__record(s, n, &r)) {
                /* It may have been this key: an older value of it is not to be believed. */
                damaged = -1;
            } else if (str_eq(r.key, key)) {
                if (damaged == 0) {
                    *ret = r;
                    return 1;
                }
                return damaged;
            }
        }
    }
    return damaged;
}
