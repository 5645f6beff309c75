/*
 * A little spreadsheet over the graph: inputs that a test sets, and nodes computed from others by
 * small programs. Bodies are stepped by the test, in random or fixed order.
 */
#ifndef GRAPH_SHEET_H
#define GRAPH_SHEET_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/vec.h"
#include "graph/graph.h"

#define MAX_DEPS 6

/* A value or an error. */
struct num {
    int refs;
    int n;
};

struct program {
    bool input;       /* its value is what the test has set */
    bool uncacheable; /* reads the run's number */
    bool catches;     /* an error below counts as 7 */
    bool fails;       /* when its result is 4 */
    unsigned ndeps;   /* asked for at once, first */
    unsigned nthen;   /* then one of these, by the sum of the first ones */
    unsigned deps[MAX_DEPS];
    unsigned then[MAX_DEPS];
};

struct cell {
    struct graph_node node;
    unsigned id;
    struct graph_run *run; /* non-NULL while started */
    int phase;
    unsigned missing;
    int sum;
    bool side_effect; /* marks itself as not to be begun anew */
    struct graph_wait waits[MAX_DEPS];
};

struct root {
    struct graph_wait wait; /* first */
    unsigned id;
    bool done;
    enum graph_outcome outcome;
    int n;
};

struct sheet {
    struct graph *graph;
    unsigned n;
    struct program *programs; /* by id */
    int *inputs;              /* by id */
    VEC(unsigned) ready;      /* started or resumed cells, in order */
    unsigned starts;          /* bodies begun */
    unsigned stops;
    unsigned dirtied; /* calls of pinned_dirtied */
    int live;         /* values and errors alive */
    int cells;        /* nodes alive */
    char path[256];   /* of the last cycle */
    VEC(struct root *) roots;
};

void sheet_init(struct sheet *s, unsigned n);
void sheet_done(struct sheet *s);
struct cell *sheet_cell(struct sheet *s, unsigned id);
void sheet_set(struct sheet *s, unsigned id, int n);
struct graph_run *sheet_run(struct sheet *s, int number);
/* Asks; the root is freed by sheet_forget(). */
struct root *sheet_ask(struct sheet *s, struct graph_run *run, unsigned id);
void sheet_forget(struct sheet *s, struct root *root);
/* Steps one ready body: number `at` of them. */
void sheet_body(struct sheet *s, size_t at);
/* Everything that can happen now. */
void sheet_settle(struct sheet *s);
/* Asks and settles; -1 for an error. */
int sheet_value(struct sheet *s, struct graph_run *run, unsigned id);

int graph_unit_tests(void);
int graph_random_tests(void);

#endif
