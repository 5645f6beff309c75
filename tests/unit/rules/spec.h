/* Rule sets written as text, and solved graphs printed as text. */
#ifndef RULES_SPEC_H
#define RULES_SPEC_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/intern.h"
#include "rules/rules.h"

/*
 * Lines:  rule NAME OUT PARAM...    call NAME/ARITY OUT INPUT...    get OUT INPUT...
 *         mask TYPE...   query OUT PARAM...   union BASE IN_SCOPE...   member BASE TYPE
 *         input TYPE     poly (the last rule is polymorphic)   goal (not cacheable)
 *         effects (it may have side effects)
 */
struct rule_set *spec_parse(struct intern *names, const char *text);

struct solved {
    struct intern names;
    struct rule_graph *graph; /* NULL: refused */
    struct buf report;
};

void spec_solve(struct solved *s, const char *text);
void solved_done(struct solved *s);
/* "Query(A for B) -> a{B}" and "a{B}: B=B f/1=f/1{B}", sorted lines. */
void graph_text(const struct intern *names, const struct rule_graph *graph, struct buf *out);
void assert_solution(const char *spec, const char *expected);
void assert_refused(const char *spec, const char *part);

int spec_tests(void);
int random_tests(void);
int bytes_tests(void);
int speed_tests(void);

#endif
