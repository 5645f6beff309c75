/*
 * The solver, end to end. A set that cannot be solved is solved once more without the short cuts
 * that hide where it fails (expand.c), to find the words.
 */
#include "rules/rules_int.h"

static int solve_once(struct problem *p, const struct rule_set *set, bool all, struct err *e) {
    int r = problem__build(p, set, e);
    if (r < 0) {
        return r;
    }
    p->keep_hopeless = all;
    problem__protos(p);
    problem__expand(p);
    problem__settle(p);
    problem__choose(p);
    return 0;
}

static int refuse(struct problem *p, struct buf *ret_report, struct err *e) {
    struct buf text = BUF_INIT;
    problem__report(p, &text);
    int r = err_set(e, ERR_USAGE, "%s", text.data);
    if (ret_report != NULL) {
        buf_add_str(ret_report, buf_str(&text));
    }
    buf_done(&text);
    return r;
}

int rules_solve(const struct rule_set *set, const uint8_t key[RULES_KEY_SIZE],
                struct buf *ret_report, struct rule_graph **ret, struct err *e) {
    struct problem p;
    struct buf bytes = BUF_INIT;
    struct err why = ERR_INIT;
    int r = solve_once(&p, set, false, &why);
    if (r == 0 && p.errors.len > 0) {
        problem__done(&p);
        r = solve_once(&p, set, true, &why);
    }
    if (r < 0) {
        if (ret_report != NULL) {
            buf_addz(ret_report, why.msg);
        }
        if (e != NULL) {
            *e = why;
        }
    } else if (p.errors.len > 0) {
        r = refuse(&p, ret_report, e);
    } else {
        problem__reach(&p);
        blob__write(&p, key, &bytes);
        r = graph__open(set->names, bytes.data, bytes.len, true, ret, e);
    }
    problem__done(&p);
    buf_done(&bytes);
    return r;
}
