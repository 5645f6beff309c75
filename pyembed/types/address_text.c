/*
 * Parts are viewed, not copied; only parameters, which are a tuple on one side and an array on the
 * other, need an arena.
 */
#include "pyembed/types/address_text.h"

#include "pyembed/text.h"

int py_address_raise(struct pyembed_state *st, enum address_fault fault, const struct err *e) {
    PyObject *const exceptions[] = {
        [ADDRESS_OK] = st->address_parse_exception,
        [ADDRESS_SYNTAX] = st->address_parse_exception,
        [ADDRESS_BAD_PATH] = st->invalid_spec_path_error,
        [ADDRESS_BAD_NAME] = st->invalid_target_name_error,
        [ADDRESS_BAD_PARAMETER] = st->invalid_parameters_error,
        [ADDRESS_WILDCARD] = st->unsupported_wildcard_error,
    };
    py_auto PyObject *text = py_text_new(str_from(e->msg));
    if (text != NULL) {
        PyErr_SetObject(exceptions[fault], text);
    }
    return -1;
}

int py_address_view(const struct py_address_parts *parts, struct arena *arena, struct address *ret,
                    PyObject **owner) {
    size_t count = parts->parameters != NULL ? (size_t)PyTuple_GET_SIZE(parts->parameters) / 2 : 0;
    struct address_param *params =
        count > 0 ? ARENA_ARRAY(arena, struct address_param, count) : NULL;
    for (size_t i = 0; i < count; i++) {
        PyObject *key = PyTuple_GET_ITEM(parts->parameters, (Py_ssize_t)(2 * i));
        PyObject *value = PyTuple_GET_ITEM(parts->parameters, (Py_ssize_t)(2 * i + 1));
        if (py_text_view(key, &params[i].key, owner) < 0 ||
            py_text_view(value, &params[i].value, owner) < 0) {
            return -1;
        }
    }
    *ret = (struct address){.params = params, .param_count = count};
    if (py_text_view(parts->spec_path, &ret->spec_path, owner) < 0 ||
        py_text_view(parts->target_name, &ret->target, owner) < 0 ||
        py_text_view(parts->generated_name, &ret->generated, owner) < 0) {
        return -1;
    }
    return py_text_view(parts->relative_file, &ret->relative_file, owner);
}

int py_address_params_tuple(const struct address_param *params, size_t count, PyObject **ret) {
    *ret = NULL;
    py_auto PyObject *tuple = count > 0 ? PyTuple_New((Py_ssize_t)(2 * count)) : NULL;
    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *key = py_text_new(params[i].key);
        PyObject *value = key != NULL ? py_text_new(params[i].value) : NULL;
        if (value == NULL) {
            Py_XDECREF(key);
            return -1;
        }
        PyTuple_SET_ITEM(tuple, (Py_ssize_t)(2 * i), key);
        PyTuple_SET_ITEM(tuple, (Py_ssize_t)(2 * i + 1), value);
    }
    *ret = py_take(&tuple);
    return *ret == NULL && count > 0 ? -1 : 0;
}

PyObject *py_address_of_view(struct pyembed_state *st, const struct address *address) {
    py_auto PyObject *parameters = NULL;
    py_auto PyObject *path = py_text_new(address->spec_path);
    py_auto PyObject *target = path != NULL ? py_text_new_or_null(address->target) : NULL;
    py_auto PyObject *generated =
        PyErr_Occurred() == NULL ? py_text_new_or_null(address->generated) : NULL;
    py_auto PyObject *file =
        PyErr_Occurred() == NULL ? py_text_new_or_null(address->relative_file) : NULL;
    if (PyErr_Occurred() != NULL ||
        py_address_params_tuple(address->params, address->param_count, &parameters) < 0) {
        return NULL;
    }
    struct py_address_parts parts = {path, target, generated, file, parameters};
    return py_address_new(st, &parts);
}

int py_address_check_parts(struct pyembed_state *st, const struct py_address_parts *parts) {
    cleanup_(arena_done) struct arena arena = {0};
    py_text_owner PyObject *owner = NULL;
    struct address address;
    enum address_fault fault = ADDRESS_OK;
    struct err e = ERR_INIT;
    if (py_address_view(parts, &arena, &address, &owner) < 0) {
        return -1;
    }
    return address_check(&address, &fault, &e) < 0 ? py_address_raise(st, fault, &e) : 0;
}

/* -------------------------------------------------------------------------------- rendering */

static void render_parameters(const struct address *address, struct buf *out) {
    address_params_repr(address->params, address->param_count, out);
}

static PyObject *render(const struct py_address_parts *parts,
                        void (*form)(const struct address *, struct buf *)) {
    cleanup_(arena_done) struct arena arena = {0};
    cleanup_(buf_done) struct buf out = BUF_INIT;
    py_text_owner PyObject *owner = NULL;
    struct address address;
    if (py_address_view(parts, &arena, &address, &owner) < 0) {
        return NULL;
    }
    form(&address, &out);
    return buf_ok(&out) ? py_text_new(buf_str(&out)) : PyErr_NoMemory();
}

PyObject *py_address_render(const struct py_address_parts *parts) {
    return render(parts, address_spec);
}

PyObject *py_address_render_path_safe(const struct py_address_parts *parts) {
    return render(parts, address_path_safe_spec);
}

PyObject *py_address_render_parameters(const struct py_address_parts *parts) {
    return render(parts, render_parameters);
}

/* ------------------------------------------------------------------------------------ paths */

PyObject *py_path_last_part(PyObject *path) {
    Py_ssize_t len = PyUnicode_GET_LENGTH(path);
    Py_ssize_t at = PyUnicode_FindChar(path, '/', 0, len, -1);
    return PyUnicode_Substring(path, at + 1, len); /* not found is -1 */
}

PyObject *py_path_join(PyObject *a, PyObject *b) {
    Py_ssize_t len = PyUnicode_GET_LENGTH(a);
    if (len == 0 || (PyUnicode_GET_LENGTH(b) > 0 && PyUnicode_READ_CHAR(b, 0) == '/')) {
        return Py_NewRef(b);
    }
    bool ends = PyUnicode_READ_CHAR(a, len - 1) == '/';
    return PyUnicode_FromFormat(ends ? "%U%U" : "%U/%U", a, b);
}
