/*
 * A frame's state is a struct py_frame. Between two steps it keeps alive what the outstanding
 * requests point to: the awaited object (whose arguments they borrow), arrays, declared types.
 */
#include "pyembed/py.h"

#include "pyembed/engine/rule_body.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/vec.h"
#include "pyembed/types/call.h"

struct py_function {
    struct str func;    /* "module:qualname"; owned */
    PyObject *function; /* NULL until imported */
    Py_ssize_t keyword_only;
};

struct py_frame {
    struct py_rules *rules;
    PyObject *coroutine; /* NULL before the start */
    PyObject *awaited;   /* what the outstanding requests came from */
    struct arena arena;  /* of the outstanding requests */
};

static const struct body_ops py_helper_body;

void py_rules_done(struct py_rules *r) {
    struct str key;
    void *value;
    for (size_t at = 0; map_next(&r->functions, &at, &key, &value);) {
        struct py_function *f = value;
        Py_XDECREF(f->function);
        free((char *)f->func.ptr);
        free(f);
    }
    map_done(&r->functions);
}

static Py_ssize_t count_keyword_only(PyObject *function) {
    PyObject *code = PyObject_GetAttrString(function, "__code__");
    PyObject *count = code != NULL ? PyObject_GetAttrString(code, "co_kwonlyargcount") : NULL;
    Py_ssize_t n = count != NULL ? PyLong_AsSsize_t(count) : 0;
    Py_XDECREF(count);
    Py_XDECREF(code);
    PyErr_Clear(); /* a callable without code takes what it is given */
    return n;
}

void py_rules_add(struct py_rules *r, struct str rule, struct str func, PyObject *function) {
    struct py_function *f = ALLOC(struct py_function);
    f->func = str_make(xstrndup(func.ptr, func.len), func.len);
    f->function = Py_XNewRef(function);
    f->keyword_only = function != NULL ? count_keyword_only(function) : 0;
    struct py_function *old = map_put(&r->functions, rule, f);
    if (old != NULL) {
        Py_XDECREF(old->function);
        free((char *)old->func.ptr);
        free(old);
    }
}

/* The function behind whatever stands under a rule's name: a trampoline wraps it. */
static PyObject *unwrap(struct py_rules *r, PyObject *found_take) {
    if (found_take == NULL || Py_TYPE(found_take) != r->state->rule_call_trampoline_type) {
        return found_take;
    }
    PyObject *function = PyObject_GetAttrString(found_take, "__wrapped__");
    Py_DECREF(found_take);
    return function;
}

static struct py_function *function_of(struct py_rules *r, uint32_t rule) {
    struct str id = intern_str(r->names, rule);
    struct py_function *f = map_get(&r->functions, id);
    struct str func = f == NULL && r->find != NULL ? r->find(r->user, id) : STR_NULL;
    if (func.len > 0) {
        py_rules_add(r, id, func, NULL);
        f = map_get(&r->functions, id);
    }
    if (f == NULL) {
        PyErr_Format(PyExc_SystemError, "the rule %.*s has no function",
                     STR_FMT(intern_str(r->names, rule)));
        return NULL;
    }
    if (f->function == NULL && r->is_native != NULL && r->is_native(r->user, id)) {
        PyErr_Format(PyExc_NotImplementedError,
                     "this version does not have the rule %.*s yet: its name and types are known, "
                     "so that plugins load, but nothing answers it",
                     STR_FMT(id));
        return NULL;
    }
    if (f->function == NULL) {
        f->function = unwrap(r, py_import_qualified(f->func));
        if (f->function == NULL) {
            return NULL;
        }
        f->keyword_only = count_keyword_only(f->function);
    }
    return f;
}

/* Calls the function with its parameters in declared order; the last ones by name if they must. */
static PyObject *call_function(struct py_function *f, void *const *values, size_t n) {
    if (f->keyword_only == 0) {
        return PyObject_Vectorcall(f->function, (PyObject *const *)values, n, NULL);
    }
    py_auto PyObject *code = PyObject_GetAttrString(f->function, "__code__");
    py_auto PyObject *names = code != NULL ? PyObject_GetAttrString(code, "co_varnames") : NULL;
    py_auto PyObject *kwnames =
        names != NULL ? PySequence_GetSlice(names, (Py_ssize_t)n - f->keyword_only, (Py_ssize_t)n)
                      : NULL;
    if (kwnames == NULL) {
        return NULL;
    }
    return PyObject_Vectorcall(f->function, (PyObject *const *)values, n - (size_t)f->keyword_only,
                               kwnames);
}

/* ---- requests ---- */

/* Fills a request from a Call object; the object stays the owner of arguments and values. */
static int fill_call(struct py_frame *pf, PyObject *object, struct call *call) {
    struct py_rules *r = pf->rules;
    struct py_call_parts parts;
    if (py_call_consume(r->state, object, &parts) < 0) {
        return -1;
    }
    Py_ssize_t len;
    const char *rule = PyUnicode_AsUTF8AndSize(parts.rule_id, &len);
    if (rule == NULL) {
        return -1;
    }
    size_t nargs = (size_t)PyTuple_GET_SIZE(parts.args);
    void **args = ARENA_ARRAY(&pf->arena, void *, nargs + 1);
    for (size_t i = 0; i < nargs; i++) {
        args[i] = PyTuple_GET_ITEM(parts.args, (Py_ssize_t)i);
    }
    size_t nimplicit = parts.implicit != NULL ? (size_t)PyDict_GET_SIZE(parts.implicit) : 0;
    struct typed_value *implicit = ARENA_ARRAY(&pf->arena, struct typed_value, nimplicit + 1);
    PyObject *value, *type;
    Py_ssize_t at = 0;
    for (size_t i = 0; i < nimplicit && PyDict_Next(parts.implicit, &at, &value, &type); i++) {
        implicit[i].type = py_types_id(r->types, (PyTypeObject *)type);
        implicit[i].value = value;
    }
    struct str id = str_make(rule, (size_t)len);
    uint32_t product = r->product != NULL ? r->product(r->user, id) : 0;
    if (product == 0 && PyType_Check(parts.output_type)) {
        product = py_types_id(r->types, (PyTypeObject *)parts.output_type);
    }
    *call = (struct call){
        .kind = CALL_RULE,
        .rule = intern_id(r->names, id),
        .product = product,
        .args = args,
        .nargs = nargs,
        .implicit = implicit,
        .nimplicit = nimplicit,
    };
    return 0;
}

typedef VEC(struct call) call_vec;

static int fill_item(struct py_frame *pf, PyObject *item, call_vec *calls);

static int fill_group(struct py_frame *pf, PyObject *group, call_vec *calls) {
    PyObject *items = py_concurrently_items(pf->rules->state, group);
    if (items == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i++) {
        if (fill_item(pf, PyTuple_GET_ITEM(items, i), calls) < 0) {
            return -1;
        }
    }
    return 0;
}

static int fill_item(struct py_frame *pf, PyObject *item, call_vec *calls) {
    struct pyembed_state *st = pf->rules->state;
    struct call call;
    if (Py_TYPE(item) == st->call_type) {
        if (fill_call(pf, item, &call) < 0) {
            return -1;
        }
    } else if (PyCoro_CheckExact(item)) {
        struct py_frame *helper = ALLOC(struct py_frame);
        helper->rules = pf->rules;
        helper->coroutine = Py_NewRef(item);
        call = (struct call){.kind = CALL_BODY, .body = &py_helper_body, .data = helper};
    } else if (Py_TYPE(item) == st->concurrently_type) {
        return fill_group(pf, item, calls);
    } else {
        PyErr_Format(PyExc_ValueError,
                     "concurrently() takes calls of rules, coroutines and other concurrently()s, "
                     "but got %R",
                     item);
        return -1;
    }
    vec_push(calls, call);
    return 0;
}

/* The answers of a group, put together in the shape in which it was asked. */
static PyObject *gather(struct py_frame *pf, PyObject *group, void *const **values) {
    PyObject *items = py_concurrently_items(pf->rules->state, group);
    PyObject *result = items != NULL ? PyTuple_New(PyTuple_GET_SIZE(items)) : NULL;
    for (Py_ssize_t i = 0; result != NULL && i < PyTuple_GET_SIZE(items); i++) {
        PyObject *item = PyTuple_GET_ITEM(items, i);
        PyObject *value = Py_TYPE(item) == pf->rules->state->concurrently_type
                              ? gather(pf, item, values)
                              : Py_NewRef((PyObject *)*(*values)++);
        if (value == NULL) {
            Py_CLEAR(result);
        } else {
            PyTuple_SET_ITEM(result, i, value);
        }
    }
    return result;
}

static void fail(struct body_out *out) {
    out_fail(out, py_take_exception());
}

/* Free-standing drops of helpers that were made for a group that could not be asked whole. */
static void drop_helpers(call_vec *calls) {
    for (size_t i = 0; i < calls->len; i++) {
        if (calls->data[i].kind == CALL_BODY) {
            struct py_frame *helper = calls->data[i].data;
            Py_XDECREF(helper->coroutine);
            free(helper);
        }
    }
}

/* Turns what the coroutine awaits into requests; takes the object. */
static void request(struct py_frame *pf, PyObject *awaited_take, struct body_out *out) {
    struct pyembed_state *st = pf->rules->state;
    pf->awaited = awaited_take;
    struct call call;
    if (Py_TYPE(awaited_take) == st->call_type) {
        if (fill_call(pf, awaited_take, &call) < 0) {
            fail(out);
        } else {
            out_call(out, &call);
        }
        return;
    }
    if (Py_TYPE(awaited_take) != st->concurrently_type) {
        PyErr_Format(PyExc_ValueError,
                     "Async @rule error. A rule can await calls of rules and concurrently(), but "
                     "got: %R",
                     awaited_take);
        fail(out);
        return;
    }
    call_vec calls = {0};
    if (fill_group(pf, awaited_take, &calls) < 0) {
        drop_helpers(&calls);
        fail(out);
    } else {
        out_calls(out, calls.len);
        for (size_t i = 0; i < calls.len; i++) {
            out_call(out, &calls.data[i]);
        }
    }
    vec_done(&calls);
}

/* ---- steps ---- */

/* Resumes with a value (borrowed). */
static void resume(struct py_frame *pf, PyObject *value, struct body_out *out) {
    PyObject *result = NULL;
    switch (PyIter_Send(pf->coroutine, value, &result)) {
    case PYGEN_RETURN:
        out_done(out, result);
        return;
    case PYGEN_NEXT:
        request(pf, result, out);
        return;
    case PYGEN_ERROR:
        fail(out);
        return;
    }
}

/* Resumes with an exception (borrowed). */
static void resume_throw(struct py_frame *pf, PyObject *exception, struct body_out *out) {
    PyObject *next = PyObject_CallMethod(pf->coroutine, "throw", "O", exception);
    if (next != NULL) {
        request(pf, next, out);
        return;
    }
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
        fail(out);
        return;
    }
    PyObject *stop = py_take_exception();
    PyObject *value = PyObject_GetAttrString(stop, "value");
    Py_DECREF(stop);
    if (value == NULL) {
        fail(out);
    } else {
        out_done(out, value);
    }
}

static void begin(struct py_frame *pf, struct frame *frame, const struct body_in *in,
                  struct body_out *out) {
    struct py_function *f = function_of(pf->rules, frame_rule(frame));
    PyObject *result = f != NULL ? call_function(f, in->values, in->n) : NULL;
    if (result == NULL) {
        fail(out);
    } else if (PyCoro_CheckExact(result)) {
        pf->coroutine = result;
        resume(pf, Py_None, out);
    } else {
        out_done(out, result);
    }
}

static void step(struct frame *frame, const struct body_in *in, struct body_out *out) {
    struct py_frame *pf = frame_state(frame);
    PyObject *awaited = pf->awaited;
    pf->awaited = NULL;
    struct arena arena = pf->arena; /* freed below: what was asked is answered */
    pf->arena = (struct arena){0};
    if (pf->rules->running != NULL) {
        pf->rules->running(pf->rules->user, frame);
    }
    if (in->kind == IN_START && pf->coroutine == NULL) {
        begin(pf, frame, in, out);
    } else if (in->kind == IN_START) {
        resume(pf, Py_None, out);
    } else if (in->kind == IN_ERROR) {
        resume_throw(pf, in->error, out);
    } else if (in->kind == IN_VALUES) {
        void *const *values = in->values;
        PyObject *all = gather(pf, awaited, &values);
        if (all == NULL) {
            fail(out);
        } else {
            resume(pf, all, out);
            Py_DECREF(all);
        }
    } else {
        resume(pf, in->value, out);
    }
    if (pf->rules->running != NULL) {
        pf->rules->running(pf->rules->user, NULL);
    }
    Py_XDECREF(awaited);
    arena_done(&arena);
}

static void start_rule(struct frame *frame, void *data) {
    struct py_frame *pf = ALLOC(struct py_frame);
    pf->rules = data;
    frame_set_state(frame, pf);
}

static void start_helper(struct frame *frame, void *data) {
    frame_set_state(frame, data);
}

static void drop(struct frame *frame) {
    struct py_frame *pf = frame_state(frame);
    if (pf->coroutine != NULL) {
        /* Runs the `finally` blocks of a coroutine that is given up; what they raise is lost. */
        PyObject *closed = PyObject_CallMethod(pf->coroutine, "close", NULL);
        if (closed == NULL) {
            PyErr_Clear();
        }
        Py_XDECREF(closed);
    }
    Py_XDECREF(pf->coroutine);
    Py_XDECREF(pf->awaited);
    arena_done(&pf->arena);
    free(pf);
}

const struct body_ops py_rule_body = {.start = start_rule, .step = step, .drop = drop};
static const struct body_ops py_helper_body = {.start = start_helper, .step = step, .drop = drop};
