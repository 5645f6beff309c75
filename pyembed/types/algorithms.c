/*
 * Two functions without a type of their own: strongly_connected_components() and
 * hash_prefix_zero_bits().
 */
#include "base/alloc.h"
#include "pyembed/module.h"
#include "pyembed/types/types.h"

/* ------------------------------------------------------------ strongly connected components */

/*
 * Tarjan's algorithm with a stack of its own: graphs of files are deep. Nodes are numbered in the
 * order in which the adjacency lists name them; components come in the order in which they close,
 * so that each comes after the ones it depends on.
 */
struct scc {
    PyObject *nodes;    /* list: number to object */
    PyObject *numbers;  /* dict: object to number */
    size_t *first_edge; /* of node i: edges[first_edge[i] .. first_edge[i + 1]) */
    size_t *edges;
    size_t count;
    size_t *index; /* 0: not visited yet */
    size_t *low;
    unsigned char *open; /* on the stack of open components */
    size_t *stack;
    size_t stacked;
    size_t next_index;
    PyObject *result; /* list of tuples */
};

static Py_ssize_t node_number(struct scc *s, PyObject *node) {
    py_auto PyObject *known = NULL;
    int found = PyDict_GetItemRef(s->numbers, node, &known);
    if (found != 0) {
        return found < 0 ? -1 : PyLong_AsSsize_t(known);
    }
    Py_ssize_t number = PyList_GET_SIZE(s->nodes);
    py_auto PyObject *value = PyLong_FromSsize_t(number);
    if (value == NULL || PyDict_SetItem(s->numbers, node, value) < 0 ||
        PyList_Append(s->nodes, node) < 0) {
        return -1;
    }
    return number;
}

/* Reads (node, [its dependencies]) pairs into flat arrays. lists: list of (node, tuple). */
static int read_graph(struct scc *s, PyObject *lists) {
    Py_ssize_t n = PyList_GET_SIZE(lists);
    size_t edges = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *pair = PyList_GET_ITEM(lists, i);
        if (node_number(s, PyTuple_GET_ITEM(pair, 0)) < 0) {
            return -1;
        }
        edges += (size_t)PyTuple_GET_SIZE(PyTuple_GET_ITEM(pair, 1));
    }
    size_t *targets = ALLOC_ARRAY(size_t, edges + 1);
    size_t *sources = ALLOC_ARRAY(size_t, edges + 1);
    size_t at = 0;
    int r = 0;
    for (Py_ssize_t i = 0; i < n && r == 0; i++) {
        PyObject *pair = PyList_GET_ITEM(lists, i);
        PyObject *dependencies = PyTuple_GET_ITEM(pair, 1);
        Py_ssize_t source = node_number(s, PyTuple_GET_ITEM(pair, 0));
        for (Py_ssize_t j = 0; j < PyTuple_GET_SIZE(dependencies) && r == 0; j++) {
            Py_ssize_t target = node_number(s, PyTuple_GET_ITEM(dependencies, j));
            r = source < 0 || target < 0 ? -1 : 0;
            sources[at] = (size_t)source;
            targets[at++] = (size_t)target;
        }
    }
    s->count = (size_t)PyList_GET_SIZE(s->nodes);
    s->first_edge = ALLOC_ARRAY(size_t, s->count + 2);
    s->edges = ALLOC_ARRAY(size_t, edges + 1);
    for (size_t i = 0; i < at && r == 0; i++) {
        s->first_edge[sources[i] + 2]++;
    }
    for (size_t i = 0; i < s->count; i++) {
        s->first_edge[i + 2] += s->first_edge[i + 1];
    }
    for (size_t i = 0; i < at && r == 0; i++) {
        s->edges[s->first_edge[sources[i] + 1]++] = targets[i]; /* ends as the start of the next */
    }
    free(sources);
    free(targets);
    return r;
}

static int close_component(struct scc *s, size_t root) {
    size_t from = s->stacked;
    do {
        from--;
        s->open[s->stack[from]] = 0;
    } while (s->stack[from] != root);
    py_auto PyObject *component = PyTuple_New((Py_ssize_t)(s->stacked - from));
    for (size_t i = from; component != NULL && i < s->stacked; i++) {
        /* The member found last first, as the algorithm pops them. */
        PyObject *node =
            PyList_GET_ITEM(s->nodes, (Py_ssize_t)s->stack[s->stacked - 1 - (i - from)]);
        PyTuple_SET_ITEM(component, (Py_ssize_t)(i - from), Py_NewRef(node));
    }
    s->stacked = from;
    return component != NULL ? PyList_Append(s->result, component) : -1;
}

static void visit_node(struct scc *s, size_t node) {
    s->index[node] = s->low[node] = ++s->next_index;
    s->stack[s->stacked++] = node;
    s->open[node] = 1;
}

/* Walks everything that is reachable from start. path and edge: the way down so far. */
static int walk_from(struct scc *s, size_t start, size_t *path, size_t *edge) {
    size_t depth = 0;
    visit_node(s, start);
    path[depth++] = start;
    edge[start] = s->first_edge[start];
    while (depth > 0) {
        size_t node = path[depth - 1];
        if (edge[node] < s->first_edge[node + 1]) {
            size_t target = s->edges[edge[node]++];
            if (s->index[target] == 0) {
                visit_node(s, target);
                edge[target] = s->first_edge[target];
                path[depth++] = target;
            } else if (s->open[target] && s->index[target] < s->low[node]) {
                s->low[node] = s->index[target];
            }
            continue;
        }
        depth--;
        if (depth > 0 && s->low[node] < s->low[path[depth - 1]]) {
            s->low[path[depth - 1]] = s->low[node];
        }
        if (s->low[node] == s->index[node] && close_component(s, node) < 0) {
            return -1;
        }
    }
    return 0;
}

static int find_components(struct scc *s) {
    size_t n = s->count + 1;
    s->index = ALLOC_ARRAY(size_t, n);
    s->low = ALLOC_ARRAY(size_t, n);
    s->open = ALLOC_ARRAY(unsigned char, n);
    s->stack = ALLOC_ARRAY(size_t, n);
    size_t *path = ALLOC_ARRAY(size_t, n);
    size_t *edge = ALLOC_ARRAY(size_t, n);
    int r = 0;
    for (size_t i = 0; i < s->count && r == 0; i++) {
        r = s->index[i] == 0 ? walk_from(s, i, path, edge) : 0;
    }
    free(path);
    free(edge);
    return r;
}

/* A list of (node, tuple of dependencies) of a mapping. */
static PyObject *adjacency(PyObject *mapping) {
    py_auto PyObject *items = PyMapping_Items(mapping);
    for (Py_ssize_t i = 0; items != NULL && i < PyList_GET_SIZE(items); i++) {
        PyObject *pair = PyList_GET_ITEM(items, i);
        PyObject *tuple = PySequence_Tuple(PyTuple_GET_ITEM(pair, 1));
        PyObject *made =
            tuple != NULL ? Py_BuildValue("(ON)", PyTuple_GET_ITEM(pair, 0), tuple) : NULL;
        if (made == NULL) {
            return NULL;
        }
        PyList_SetItem(items, i, made);
    }
    return py_take(&items);
}

static PyObject *strongly_connected_components(PyObject *module, PyObject *mapping) {
    (void)module;
    struct scc s = {.nodes = PyList_New(0), .numbers = PyDict_New(), .result = PyList_New(0)};
    py_auto PyObject *lists = adjacency(mapping);
    bool ok = lists != NULL && s.nodes != NULL && s.numbers != NULL && s.result != NULL &&
              read_graph(&s, lists) == 0 && find_components(&s) == 0;
    free(s.first_edge);
    free(s.edges);
    free(s.index);
    free(s.low);
    free(s.open);
    free(s.stack);
    Py_XDECREF(s.nodes);
    Py_XDECREF(s.numbers);
    if (!ok) {
        Py_CLEAR(s.result);
    }
    return s.result;
}

/* ------------------------------------------------------------------- hash_prefix_zero_bits */

/* Leading zero bits of the FNV-1a hash (64 bits) of a text; 64 when it is all zeros. */
static PyObject *hash_prefix_zero_bits(PyObject *module, PyObject *item) {
    (void)module;
    Py_ssize_t len = 0;
    const char *text = PyUnicode_AsUTF8AndSize(item, &len);
    if (text == NULL) {
        return NULL;
    }
    uint64_t h = 0xcbf29ce484222325ULL;
    for (Py_ssize_t i = 0; i < len; i++) {
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3ULL;
    }
    return PyLong_FromLong(h == 0 ? 64 : __builtin_clzll(h));
}

PyDoc_STRVAR(scc_doc, "strongly_connected_components(adjacency_lists, /)\n--\n\n"
                      "The groups of nodes that reach each other, as tuples, each after the ones "
                      "that it depends on; adjacency_lists maps a node to its dependencies.");
PyDoc_STRVAR(zero_bits_doc, "hash_prefix_zero_bits(item, /)\n--\n\n"
                            "How many zero bits a stable hash of item starts with.");

static PyMethodDef functions[] = {
    {"strongly_connected_components", strongly_connected_components, METH_O, scc_doc},
    {"hash_prefix_zero_bits", hash_prefix_zero_bits, METH_O, zero_bits_doc},
    {NULL, NULL, 0, NULL},
};

int py_algorithms_setup(PyObject *module) {
    return PyModule_AddFunctions(module, functions);
}
