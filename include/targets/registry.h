/*
 * The registry of target types and fields: which names a BUILD file may call and what each takes.
 *
 * Filled from tables of declarations (docs/internals/targets.md gives their shape): the one in the
 * executable for the built-in backends, and one made at run time for each plugin. Adding a backend
 * only notes its aliases; a type is decoded when it is first asked for. A backend that comes later
 * may add plugin fields to any type, so register all backends before asking for types.
 *
 * Ownership: tables are borrowed and must outlive the registry; everything else belongs to it.
 * One thread. Types and fields are immutable and live as long as the registry.
 */
#ifndef PANTS_TARGETS_REGISTRY_H
#define PANTS_TARGETS_REGISTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/pack.h"

/** How a field's raw value is checked without its class at hand. */
enum field_kind {
    FIELD_ANY,             /**< no check here */
    FIELD_STR,             /**< string, perhaps from `choices` */
    FIELD_BOOL,            /**< True or False */
    FIELD_TRIBOOL,         /**< True, False or None */
    FIELD_INT,             /**< integer */
    FIELD_FLOAT,           /**< number */
    FIELD_STR_SEQ,         /**< list or tuple of strings */
    FIELD_SEQ,             /**< list or tuple */
    FIELD_DICT_STR,        /**< dict of strings to strings */
    FIELD_DICT_STR_SEQ,    /**< dict of strings to lists of strings */
    FIELD_SOURCES,         /**< many globs: `sources` */
    FIELD_SOURCE,          /**< one file name: `source` */
    FIELD_OPTIONAL_SOURCE, /**< one file name or None */
    FIELD_DEPENDENCIES,    /**< addresses, the main dependencies */
    FIELD_SPECIAL_DEPS,    /**< addresses that are not ordinary dependencies */
    FIELD_OVERRIDES,       /**< dict of names to dicts of fields */
    FIELD_SCALAR,          /**< one value of a class of its own */
};

/** One field class. */
struct field_type {
    struct str id;    /**< "module:Class" */
    struct str alias; /**< its name in BUILD files */
    enum field_kind kind;
    bool required;
    bool custom;      /**< its class computes the value: only Python can check it fully */
    bool none_valid;  /**< None is a value of its own, not "the default" */
    struct pval decl; /**< the record in the table */
    struct pval def;  /**< the default, none when there is none */
};

enum target_kind {
    TARGET_PLAIN,          /**< stands for itself */
    TARGET_FILE_GENERATOR, /**< one generated target for each file its `sources` match */
    TARGET_GENERATOR,      /**< a rule says which targets it generates */
};

enum { FIELD_ABSENT = -1 };

/** A field of one target type. */
struct type_field {
    const struct field_type *type;
    bool moved;  /**< generators: lands on the generated targets only */
    bool copied; /**< generators: a copy lands on the generated targets */
};

/** One target type with all its fields, plugin fields included. */
struct target_type {
    struct str alias;
    struct str class_id; /**< "module:Class" */
    enum target_kind kind;
    struct pval decl;
    const struct type_field *fields;
    uint32_t nfields;
    const struct target_type *generated; /**< generators: what they make, if that is one type */
    int sources;                         /**< index of the field with files, or FIELD_ABSENT */
    int tags;                            /**< index, or FIELD_ABSENT */
    int overrides;                       /**< index, or FIELD_ABSENT */
};

struct registry;

malloc_ struct registry *registry_new(void);
void registry_free(struct registry *r);

/**
 * Adds a backend of a table. 0; ERR_NOTFOUND when the table does not have it; ERR_CONFLICT when it
 * brings an alias that another class has (the sentence names both). Twice is fine.
 */
must_check_ int registry_add_backend(struct registry *r, struct pval table, struct str backend,
                                     struct err *e);

/** The type of that alias, or NULL when no backend of the registry brings it. */
const struct target_type *registry_type(struct registry *r, struct str alias);
/** The type of a class id, or NULL. */
const struct target_type *registry_type_of_class(struct registry *r, struct str class_id);
/** All aliases in the order in which they were added. */
uint32_t registry_count(const struct registry *r);
struct str registry_alias(const struct registry *r, uint32_t i);

/** For messages: " Did you mean `x`?" with types of similar names, if there are any. */
void registry_suggest_type(const struct registry *r, struct str alias, struct buf *out);

/**
 * For messages: what follows "`type` has no field 'name'". Names the backend that would bring the
 * field, when it is one that is not enabled; else the fields that there are, and similar ones.
 */
void registry_explain_field(struct registry *r, const struct target_type *t, struct str name,
                            struct buf *out);

/** The field's class, or one it inherits from, is the class of that name in `pants` itself. */
bool field_is_a(const struct field_type *f, const char *class_name);

/** The index of the field with that alias (or deprecated alias), or FIELD_ABSENT. */
int target_type_field(const struct target_type *t, struct str alias);

/**
 * Checks a raw value against a field's kind and choices; None passes where the field is not
 * required. The sentence names the field and what was expected, not the target (prefix it).
 * Values whose meaning is not known here (objects, opaque values) pass.
 */
must_check_ int field_check(const struct field_type *f, struct pval value, struct err *e);

/** Records that a packed value may hold beside plain data: see pack.h's ext. */
enum value_ext {
    VALUE_PARAMETRIZE = 1, /**< (args list, kwargs dict) */
    VALUE_OBJECT = 2,      /**< (symbol str, args list, kwargs dict): a value constructor's call */
    VALUE_OPAQUE = 3,      /**< (index int): a value of the language above, never persisted */
};

/** The kind of a value in a user's words: "a string", "a list", ... */
const char *value_describe(struct pval v);

#endif
