/*
 * The bundle: the standard library, the pure-Python libraries and the frontend, as one read-only
 * section of the executable. stdlib_bundle/pack.py writes it and documents its layout.
 *
 * Everything is read where it lies; struct bundle is a view, owns nothing and is copied freely.
 * Modules are code objects (marshal); files are any bytes under "lib/", "include/", "site/",
 * "runtime/" and "frontend/". Both tables are sorted by bytes and searched by halves.
 */
#ifndef PYEMBED_BUNDLE_H
#define PYEMBED_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

/** Where modules of the bundle say they come from; pack.py writes it into code objects. */
#define BUNDLE_ROOT "/pants.bundle/"

#define BUNDLE_ID_LEN 32

enum bundle_flags {
    BUNDLE_PACKAGE = 1 << 0,  /**< a module that has submodules */
    BUNDLE_DEFLATED = 1 << 1, /**< a file that is zlib-compressed */
};

#define BUNDLE_NO_FILE UINT32_MAX

/** A record of the module table, as it lies in the bundle. */
struct bundle_module {
    uint32_t name;     /**< offset of the dotted name */
    uint16_t name_len; /**< its bytes */
    uint16_t flags;    /**< enum bundle_flags */
    uint32_t code;     /**< offset of the marshalled code object */
    uint32_t size;     /**< its bytes; 0 for a namespace package, which has no code */
    uint32_t file;     /**< index of its source in the file table, or BUNDLE_NO_FILE */
};

/** A record of the file table, as it lies in the bundle. */
struct bundle_file {
    uint32_t path;     /**< offset of the path */
    uint16_t path_len; /**< its bytes */
    uint16_t flags;    /**< enum bundle_flags */
    uint32_t data;     /**< offset of the stored bytes */
    uint32_t stored;   /**< how many bytes are stored */
    uint32_t size;     /**< how many bytes the file has */
};

struct bundle {
    const unsigned char *base;           /**< the bundle's first byte */
    const struct bundle_module *modules; /**< sorted by name */
    const struct bundle_file *files;     /**< sorted by path */
    uint32_t module_count;
    uint32_t file_count;
    struct str python_id; /**< names the Python prefix that these files and this build make */
};

/** Looks at bytes that lie in memory for good. Fails with ERR_FORMAT when they are no bundle. */
must_check_ int bundle_open(struct bundle *b, const void *base, size_t len, struct err *e);
/** The bundle in this executable. */
must_check_ int bundle_open_own(struct bundle *b, struct err *e);

/** Both return NULL when there is none. */
const struct bundle_module *bundle_find_module(const struct bundle *b, struct str name);
const struct bundle_file *bundle_find_file(const struct bundle *b, struct str path);

/** Index of the first file whose path is not before `path`: where a folder's files start. */
uint32_t bundle_file_lower(const struct bundle *b, struct str path);

struct str bundle_module_name(const struct bundle *b, const struct bundle_module *module);
struct str bundle_file_path(const struct bundle *b, const struct bundle_file *file);
/** The marshalled code object, where it lies; empty for a namespace package. */
struct str bundle_code(const struct bundle *b, const struct bundle_module *module);
/** The source file of a module, or NULL. */
const struct bundle_file *bundle_source(const struct bundle *b, const struct bundle_module *module);

/** Writes the file's `size` bytes to out. Fails with ERR_FORMAT when they do not unpack. */
must_check_ int bundle_read(const struct bundle *b, const struct bundle_file *file, void *out,
                            struct err *e);

#endif
