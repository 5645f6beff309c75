/*
 * Reading the bundle in place. The records in memory are the records on disk (little-endian, four
 * byte aligned), so opening costs a look at the header and searching touches a dozen records.
 */
#include "pyembed/bundle.h"

#include <zlib.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the bundle is little-endian");
_Static_assert(sizeof(struct bundle_module) == 20, "as pack.py writes it");
_Static_assert(sizeof(struct bundle_file) == 20, "as pack.py writes it");

struct header {
    char magic[8];
    uint32_t module_count;
    uint32_t module_table;
    uint32_t file_count;
    uint32_t file_table;
    uint32_t total;
    uint32_t reserved;
    char python_id[BUNDLE_ID_LEN];
};

/* Laid down by stdlib_bundle/bundle.S. */
extern const unsigned char pants_bundle_begin[];
extern const unsigned char pants_bundle_end[];

int bundle_open(struct bundle *b, const void *base, size_t len, struct err *e) {
    const struct header *header = base;
    if (len < sizeof *header || memcmp(header->magic, "PNTSBND1", sizeof header->magic) != 0) {
        return err_set(e, ERR_FORMAT, "the bundle of Python modules has no header");
    }
    uint64_t modules_end = sizeof *header + (uint64_t)header->module_count * sizeof(*b->modules);
    uint64_t files_end = modules_end + (uint64_t)header->file_count * sizeof(*b->files);
    if (header->total != len || header->module_table != sizeof *header ||
        header->file_table != modules_end || files_end > len) {
        return err_set(e, ERR_FORMAT, "the bundle of Python modules is cut or damaged");
    }
    const unsigned char *bytes = base;
    *b = (struct bundle){
        .base = bytes,
        .modules = (const void *)(bytes + header->module_table),
        .files = (const void *)(bytes + header->file_table),
        .module_count = header->module_count,
        .file_count = header->file_count,
        .python_id = str_make(header->python_id, BUNDLE_ID_LEN),
    };
    return 0;
}

int bundle_open_own(struct bundle *b, struct err *e) {
    return bundle_open(b, pants_bundle_begin, (size_t)(pants_bundle_end - pants_bundle_begin), e);
}

struct str bundle_module_name(const struct bundle *b, const struct bundle_module *module) {
    return str_make((const char *)b->base + module->name, module->name_len);
}

struct str bundle_file_path(const struct bundle *b, const struct bundle_file *file) {
    return str_make((const char *)b->base + file->path, file->path_len);
}

const struct bundle_module *bundle_find_module(const struct bundle *b, struct str name) {
    uint32_t low = 0;
    uint32_t high = b->module_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_cmp(bundle_module_name(b, &b->modules[middle]), name);
        if (order == 0) {
            return &b->modules[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

uint32_t bundle_file_lower(const struct bundle *b, struct str path) {
    uint32_t low = 0;
    uint32_t high = b->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_cmp(bundle_file_path(b, &b->files[middle]), path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct bundle_file *bundle_find_file(const struct bundle *b, struct str path) {
    uint32_t index = bundle_file_lower(b, path);
    if (index < b->file_count && str_eq(bundle_file_path(b, &b->files[index]), path)) {
        return &b->files[index];
    }
    return NULL;
}

struct str bundle_code(const struct bundle *b, const struct bundle_module *module) {
    return str_make((const char *)b->base + module->code, module->size);
}

const struct bundle_file *bundle_source(const struct bundle *b,
                                        const struct bundle_module *module) {
    return module->file < b->file_count ? &b->files[module->file] : NULL;
}

int bundle_read(const struct bundle *b, const struct bundle_file *file, void *out, struct err *e) {
    const unsigned char *stored = b->base + file->data;
    if ((file->flags & BUNDLE_DEFLATED) == 0) {
        memcpy(out, stored, file->size);
        return 0;
    }
    uLongf size = file->size;
    int r = uncompress(out, &size, stored, file->stored);
    if (r != Z_OK || size != file->size) {
        return err_set(e, ERR_FORMAT, "the bundle's file %.*s does not unpack",
                       STR_FMT(bundle_file_path(b, file)));
    }
    return 0;
}
