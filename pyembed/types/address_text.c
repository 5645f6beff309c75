/*
 * Paths may hold what no UTF-8 can express (undecodable file names come as lone surrogates), so
 * everything here works on str objects and not on encoded bytes.
 */
#include "pyembed/types/address_text.h"

#include <string.h>

/* The first character of s that is in the (ASCII) set; 0 when there is none. */
static Py_UCS4 first_banned(PyObject *s, const char *banned) {
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(s); i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (c != 0 && c < 128 && strchr(banned, (int)c) != NULL) {
            return c;
        }
    }
    return 0;
}

static int check_target_name(struct pyembed_state *st, const struct py_address_parts *parts) {
    Py_UCS4 c =
        parts->target_name != NULL ? first_banned(parts->target_name, PY_BANNED_IN_TARGET_NAME) : 0;
    if (c == 0) {
        return 0;
    }
    PyErr_Format(st->invalid_target_name_error,
                 "The target name `%U` (in folder `%U`) holds the character `%c`, which has a "
                 "meaning in addresses. Names are free of %s; `_`, `-`, `.` and `+` are fine.",
                 parts->target_name, parts->spec_path, (int)c, PY_BANNED_IN_TARGET_NAME);
    return -1;
}

static int check_generated_name(struct pyembed_state *st, const struct py_address_parts *parts) {
    Py_UCS4 c = parts->generated_name != NULL
                    ? first_banned(parts->generated_name, PY_BANNED_IN_GENERATED_NAME)
                    : 0;
    if (c == 0) {
        return 0;
    }
    PyErr_Format(
        st->invalid_target_name_error,
        "The generated name `%U` (the part behind `#`, in folder `%U`) holds the character "
        "`%c`, which has a meaning in addresses. Use another one, such as `_`, `-` or `/`.",
        parts->generated_name, parts->spec_path, (int)c);
    return -1;
}

static int check_parameters(struct pyembed_state *st, const struct py_address_parts *parts) {
    Py_ssize_t n = parts->parameters != NULL ? PyTuple_GET_SIZE(parts->parameters) : 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *text = PyTuple_GET_ITEM(parts->parameters, i);
        Py_UCS4 c = first_banned(text, PY_BANNED_IN_PARAMETERS);
        if (c != 0) {
            PyErr_Format(st->invalid_parameters_error,
                         "The address parameter `%U=%U` (in folder `%U`) holds the character `%c`, "
                         "which cannot stand in a parameter's key or value.",
                         PyTuple_GET_ITEM(parts->parameters, i & ~1),
                         PyTuple_GET_ITEM(parts->parameters, i | 1), parts->spec_path, (int)c);
            return -1;
        }
    }
    return 0;
}

/* BUILD files declare targets, they are not folders of targets. */
static int check_spec_path(struct pyembed_state *st, PyObject *path) {
    py_auto PyObject *last = py_path_last_part(path);
    py_auto PyObject *build = last != NULL ? PyUnicode_FromString("BUILD") : NULL;
    if (build == NULL) {
        return -1;
    }
    if (PyUnicode_Tailmatch(last, build, 0, PY_SSIZE_T_MAX, -1) != 1 ||
        (PyUnicode_GET_LENGTH(last) > 5 && PyUnicode_READ_CHAR(last, 5) != '.')) {
        return 0;
    }
    PyErr_Format(st->invalid_spec_path_error,
                 "The address path `%U` ends in the name of a BUILD file. Name the folder instead, "
                 "and the target behind a `:`.",
                 path);
    return -1;
}

int py_address_check_parts(struct pyembed_state *st, const struct py_address_parts *parts) {
    if (check_spec_path(st, parts->spec_path) < 0 || check_target_name(st, parts) < 0 ||
        check_generated_name(st, parts) < 0) {
        return -1;
    }
    return check_parameters(st, parts);
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

static Py_ssize_t count_slashes(PyObject *path) {
    Py_ssize_t n = 0;
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(path); i++) {
        n += PyUnicode_READ_CHAR(path, i) == '/';
    }
    return n;
}

/* text n times. */
static PyObject *repeated(const char *text, Py_ssize_t n) {
    py_auto PyObject *one = PyUnicode_FromString(text);
    return one != NULL ? PySequence_Repeat(one, n) : NULL;
}

static PyObject *empty_str(void) {
    return PyUnicode_FromString("");
}

static PyObject *name_of(const struct py_address *a) {
    return a->target_name != NULL ? Py_NewRef(a->target_name) : py_path_last_part(a->spec_path);
}

/* -------------------------------------------------------------------------------- rendering */

PyObject *py_address_render_parameters(PyObject *parameters) {
    PyObject *out = empty_str();
    Py_ssize_t n = parameters != NULL ? PyTuple_GET_SIZE(parameters) : 0;
    for (Py_ssize_t i = 0; out != NULL && i < n; i += 2) {
        Py_SETREF(out, PyUnicode_FromFormat("%U%s%U=%U", out, i == 0 ? "@" : ",",
                                            PyTuple_GET_ITEM(parameters, i),
                                            PyTuple_GET_ITEM(parameters, i + 1)));
    }
    return out;
}

/* ":name", ":../../name", or nothing where the rest says it all. */
static PyObject *render_name(const struct py_address *a) {
    Py_ssize_t above = a->relative_file != NULL ? count_slashes(a->relative_file) : 0;
    bool plain = a->relative_file == NULL && a->generated_name == NULL && a->parameters == NULL;
    if (a->target_name == NULL && above == 0 && !plain) {
        return empty_str();
    }
    py_auto PyObject *up = repeated("../", above);
    py_auto PyObject *name = up != NULL ? name_of(a) : NULL;
    return name != NULL ? PyUnicode_FromFormat(":%U%U", up, name) : NULL;
}

PyObject *py_address_render(const struct py_address *a) {
    bool root = PyUnicode_GET_LENGTH(a->spec_path) == 0;
    py_auto PyObject *path = a->relative_file != NULL ? py_path_join(a->spec_path, a->relative_file)
                                                      : Py_NewRef(a->spec_path);
    py_auto PyObject *name = path != NULL ? render_name(a) : NULL;
    py_auto PyObject *parameters =
        name != NULL ? py_address_render_parameters(a->parameters) : NULL;
    if (parameters == NULL) {
        return NULL;
    }
    if (a->generated_name != NULL) {
        return PyUnicode_FromFormat("%s%U%U#%U%U", root ? "//" : "", path, name, a->generated_name,
                                    parameters);
    }
    return PyUnicode_FromFormat("%s%U%U%U", root ? "//" : "", path, name, parameters);
}

/* s with '.' for '/'. */
static PyObject *dotted(PyObject *s) {
    py_auto PyObject *slash = PyUnicode_FromString("/");
    py_auto PyObject *dot = slash != NULL ? PyUnicode_FromString(".") : NULL;
    return dot != NULL ? PyUnicode_Replace(s, slash, dot, -1) : NULL;
}

/* prefix and then s with dots; nothing for NULL. */
static PyObject *dotted_part(const char *prefix, PyObject *s) {
    if (s == NULL) {
        return empty_str();
    }
    py_auto PyObject *text = dotted(s);
    return text != NULL ? PyUnicode_FromFormat("%s%U", prefix, text) : NULL;
}

/* ".name", or one '@' for each folder between the file and its generator, and then the name. */
static PyObject *path_safe_name(const struct py_address *a) {
    Py_ssize_t above = a->relative_file != NULL ? count_slashes(a->relative_file) : 0;
    if (a->target_name == NULL && above == 0) {
        return empty_str();
    }
    py_auto PyObject *prefix = above > 0 ? repeated("@", above) : PyUnicode_FromString(".");
    py_auto PyObject *name = prefix != NULL ? name_of(a) : NULL;
    return name != NULL ? PyUnicode_FromFormat("%U%U", prefix, name) : NULL;
}

PyObject *py_address_render_path_safe(const struct py_address *a) {
    py_auto PyObject *parameters = py_address_render_parameters(a->parameters);
    py_auto PyObject *path = dotted_part("", a->spec_path);
    py_auto PyObject *file = dotted_part(".", a->relative_file);
    py_auto PyObject *name = path_safe_name(a);
    py_auto PyObject *generated = dotted_part("@", a->generated_name);
    py_auto PyObject *suffix =
        parameters != NULL
            ? dotted_part(PyUnicode_GET_LENGTH(parameters) > 0 ? "@" : "", parameters)
            : NULL;
    if (path == NULL || file == NULL || name == NULL || generated == NULL || suffix == NULL) {
        return NULL;
    }
    return PyUnicode_FromFormat("%U%U%U%U%U", path, file, name, generated, suffix);
}
