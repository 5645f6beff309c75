/*
 * Values as the engine sees them: a pointer and a table of operations. The engine never looks
 * inside. What Python makes of it is in pyembed; tests use small structs.
 *
 * Failing operations (hash, equal) return -1 and set *ret_error to a new error value. No operation
 * may pump the loop or call the engine.
 */
#ifndef PANTS_ENGINE_VALUE_H
#define PANTS_ENGINE_VALUE_H

#include <stdint.h>

#include "base/buf.h"

/** Why the engine makes an error of its own. */
enum engine_error {
    ENGINE_ERROR_REQUEST,   /**< nobody can answer a request (rule graph); upstream: ValueError */
    ENGINE_ERROR_CALL,      /**< an await that was not known at rule compile time */
    ENGINE_ERROR_PRODUCT,   /**< a rule returned a value of another type */
    ENGINE_ERROR_CYCLE,     /**< dependencies close a cycle */
    ENGINE_ERROR_CANCELLED, /**< the session was cancelled (upstream: KeyboardInterrupt) */
    ENGINE_ERROR_PARAMS,    /**< two parameters of one type */
    ENGINE_ERROR_NATIVE,    /**< a native node or body failed with a struct err */
    ENGINE_ERROR_INTERNAL,  /**< a promise of ours was broken */
    ENGINE_ERROR_SESSION,   /**< a session value that nobody has set; upstream: KeyError */
};

/** Operations on values and errors of rules. References are counted by the owner of the table. */
struct value_ops {
    void *user; /**< first argument of every function below */
    void *(*ref)(void *user, void *value);
    void (*unref)(void *user, void *value);
    /** 0 and *ret, or -1 and *ret_error. */
    int (*hash)(void *user, void *value, uint64_t *ret, void **ret_error);
    /** 1, 0, or -1 and *ret_error. Called only for values of one type that are not identical. */
    int (*equal)(void *user, void *a, void *b, void **ret_error);
    /** Id of the value's exact type, in the rule graph's table of names. */
    uint32_t (*type_id)(void *user, void *value);
    /** A short text for messages and dot files. */
    void (*describe)(void *user, void *value, struct buf *out);
    /** What a parameter adds to a node's description; adds nothing when there is nothing. */
    void (*hint)(void *user, void *value, struct buf *out);

    void *(*error_make)(void *user, enum engine_error kind, const char *message);
    void *(*error_ref)(void *user, void *error);
    void (*error_unref)(void *user, void *error);
    void (*error_describe)(void *user, void *error, struct buf *out);
};

#endif
