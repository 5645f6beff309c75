/*
 * Addresses as interned integers.
 *
 * A target is addressed by the folder of its BUILD file, its name there (0: the folder's own
 * name), and, where it was generated, the file or the name it was generated for, and the
 * parameters of its parametrization. Grammar and rendering: docs/internals/targets.md.
 */
#ifndef PANTS_TARGETS_ADDR_H
#define PANTS_TARGETS_ADDR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/str.h"

/** All ids belong to the same intern table; 0 means "none". Compare with addr_eq(). */
struct addr {
    uint32_t path;   /**< the BUILD file's folder; 0 is the build root */
    uint32_t name;   /**< target name; 0: the folder's last component */
    uint32_t file;   /**< generated for this file, relative to path; 0 none */
    uint32_t gen;    /**< generated under this name (behind '#'); 0 none */
    uint32_t params; /**< "key=value,..." sorted by key; 0 none */
};

static inline bool addr_eq(struct addr a, struct addr b) {
    return a.path == b.path && a.name == b.name && a.file == b.file && a.gen == b.gen &&
           a.params == b.params;
}

uint64_t addr_hash(struct addr a);
/** True when it stands for something generated from another target. */
static inline bool addr_is_generated(struct addr a) {
    return a.file != 0 || a.gen != 0;
}
/** The address of the generator (parameters kept out). */
static inline struct addr addr_generator(struct addr a) {
    return (struct addr){.path = a.path, .name = a.name};
}
/** The target's name: as given, or the folder's last component. */
struct str addr_name(const struct intern *strings, struct addr a);
/**
 * The order in which lists show addresses: folder component by component, then file (none first),
 * name (none first), parameters, generated name.
 */
int addr_cmp(const struct intern *strings, struct addr a, struct addr b);
/** Appends the address as users write it: "a/b:c", "a/b.py:../c", "//:root", "a:t#gen@k=v". */
void addr_spec(const struct intern *strings, struct addr a, struct buf *out);
/** The folder where it lives: that of its file when it was generated for one, else path. */
void addr_residence(const struct intern *strings, struct addr a, struct buf *out);

#endif
