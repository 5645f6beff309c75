#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* ---- values ---- */

static struct val *val_new(struct fake *f, uint32_t type, int n) {
    struct val *v = ALLOC(struct val);
    *v = (struct val){.refs = 1, .type = type, .n = n};
    f->live++;
    return v;
}

uint32_t id(struct fake *f, const char *name) {
    return intern_id(&f->names, str_from(name));
}

struct val *val(struct fake *f, const char *type, int n) {
    return val_new(f, id(f, type), n);
}

int num(const void *value) {
    return ((const struct val *)value)->n;
}

static void *ref(void *user, void *value) {
    (void)user;
    ((struct val *)value)->refs++;
    return value;
}

static void unref(void *user, void *value) {
    struct fake *f = user;
    struct val *v = value;
    assert_true(v->refs > 0);
    if (--v->refs == 0) {
        free(v->text);
        free(v);
        f->live--;
    }
}

static void *error_make(void *user, enum engine_error kind, const char *message) {
    struct val *v = val_new(user, 0, 0);
    v->kind = kind;
    v->text = xstrdup(message);
    return v;
}

static int hash(void *user, void *value, uint64_t *ret, void **ret_error) {
    struct fake *f = user;
    if (f->unhashable && num(value) == 666) {
        *ret_error = error_make(user, ENGINE_ERROR_NATIVE, "unhashable");
        return -1;
    }
    *ret = hash_mix((uint64_t)num(value));
    return 0;
}

static int equal(void *user, void *a, void *b, void **ret_error) {
    (void)user;
    (void)ret_error;
    return num(a) == num(b);
}

static uint32_t type_id(void *user, void *value) {
    (void)user;
    return ((struct val *)value)->type;
}

static void describe(void *user, void *value, struct buf *out) {
    struct fake *f = user;
    struct val *v = value;
    buf_addf(out, "%s(%d)", intern_str(&f->names, v->type).ptr, v->n);
}

static void hint(void *user, void *value, struct buf *out) {
    (void)user;
    if (num(value) >= 100) {
        buf_addf(out, "h%d", num(value));
    }
}

static void error_describe(void *user, void *error, struct buf *out) {
    (void)user;
    buf_addz(out, ((struct val *)error)->text);
}

/* ---- loop and watch ---- */

static int wait_for(void *user, bool (*finished)(void *data), void *data, struct err *e) {
    struct fake *f = user;
    while (!finished(data)) {
        if (f->waiting.len == 0) {
            return err_set(e, ERR_INTERNAL, "nothing will come");
        }
        struct frame_handle handle = vec_pop(&f->waiting);
        engine_wake(f->engine, handle, val(f, "W", 1), NULL);
    }
    return 0;
}

static void node_started(void *user, struct frame *frame) {
    (void)frame;
    ((struct fake *)user)->started++;
}

static void node_ended(void *user, struct frame *frame, enum graph_outcome outcome, void *value) {
    (void)frame;
    (void)outcome;
    (void)value;
    ((struct fake *)user)->ended++;
}

/* ---- bodies ---- */

struct scripted {
    struct body_ops ops;
    struct fake *fake;
    step_fn *step;
    int n;
};

static VEC(struct scripted *) all_scripted;
static VEC(void *) all_memory;

static void *keep(void *memory) {
    vec_push(&all_memory, memory);
    return memory;
}

struct running {
    struct scripted *scripted;
    struct memo memo;
};

static void scripted_start(struct frame *frame, void *data) {
    struct running *r = ALLOC(struct running);
    r->scripted = data;
    r->memo.n = r->scripted->n;
    r->scripted->fake->states++;
    frame_set_state(frame, r);
}

static void scripted_step(struct frame *frame, const struct body_in *in, struct body_out *out) {
    struct running *r = frame_state(frame);
    r->scripted->fake->steps += in->kind == IN_START;
    r->scripted->step(r->scripted->fake, frame, &r->memo, in, out);
}

static void scripted_drop(struct frame *frame) {
    struct running *r = frame_state(frame);
    r->scripted->fake->states--;
    free(r);
}

const struct body_ops *body_ops_of(struct fake *f, step_fn *step, int n, void **ret_data) {
    struct scripted *s = ALLOC(struct scripted);
    *s = (struct scripted){{scripted_start, scripted_step, scripted_drop}, f, step, n};
    vec_push(&all_scripted, s);
    *ret_data = s;
    return &s->ops;
}

void body_desc(struct fake *f, const char *rule, step_fn *step, const char *desc) {
    void *data;
    const struct body_ops *ops = body_ops_of(f, step, 0, &data);
    engine_set_body(f->engine, id(f, rule), ops, data, desc);
}

void body(struct fake *f, const char *rule, step_fn *step) {
    body_desc(f, rule, step, NULL);
}

/* ---- life ---- */

void fake_init(struct fake *f, const char *spec) {
    static const uint8_t key[RULES_KEY_SIZE] = {0};
    struct err e = ERR_INIT;
    struct rule_graph *graph = NULL;
    *f = (struct fake){.live = 0};
    struct rule_set *set = spec_parse(&f->names, spec);
    if (rules_solve(set, key, NULL, &graph, &e) < 0) {
        fail_msg("%s", e.msg);
    }
    rules_free(set);
    struct engine_config config = {
        .values = {f, ref, unref, hash, equal, type_id, describe, hint, error_make, ref, unref,
                   error_describe},
        .loop = {.user = f, .wait = wait_for},
        .watch = {f, node_started, node_ended},
    };
    assert_int_equal(engine_new(&config, &f->engine, &e), 0);
    engine_set_rules(f->engine, graph);
    f->session = session_new(f->engine, f);
}

void fake_done(struct fake *f) {
    session_free(f->session);
    engine_free(f->engine);
    vec_done(&f->waiting);
    intern_done(&f->names);
    for (size_t i = 0; i < all_scripted.len; i++) {
        free(all_scripted.data[i]);
    }
    vec_done(&all_scripted);
    for (size_t i = 0; i < all_memory.len; i++) {
        free(all_memory.data[i]);
    }
    vec_done(&all_memory);
    assert_int_equal(f->live, 0);
    assert_int_equal(f->states, 0);
    assert_int_equal(f->started, f->ended);
}

/* ---- asking ---- */

struct got ask(struct fake *f, struct session *s, const char *product, ...) {
    struct typed_value params[8];
    struct request request = {.product = id(f, product), .params = params};
    struct answer answer;
    struct got got = {.n = -1};
    va_list args;
    va_start(args, product);
    for (const char *type; (type = va_arg(args, const char *)) != NULL;) {
        params[request.nparams++] =
            (struct typed_value){id(f, type), val(f, type, va_arg(args, int))};
    }
    va_end(args);
    engine_request(s == NULL ? f->session : s, &request, 1, true, &answer);
    for (size_t i = 0; i < request.nparams; i++) {
        unref(f, params[i].value);
    }
    if (answer.outcome == GRAPH_VALUE) {
        assert_int_equal(((struct val *)answer.value)->type, request.product);
        got.n = num(answer.value);
    } else {
        struct val *error = answer.value;
        got.kind = (int)error->kind;
        snprintf(got.text, sizeof got.text, "%s", error->text);
        for (size_t i = 0, at = 0; i < answer.ntrace && at < sizeof got.trace; i++) {
            at += (size_t)snprintf(got.trace + at, sizeof got.trace - at, "%s%s[%s]",
                                   i > 0 ? " " : "", answer.trace[i].name, answer.trace[i].desc);
        }
    }
    answer_done(f->engine, &answer);
    return got;
}

/* ---- calls ---- */

struct call by_name(struct fake *f, const char *rule, const char *product, int nargs, ...) {
    struct call call = {.kind = CALL_RULE, .rule = id(f, rule), .product = id(f, product)};
    void **args = keep(ALLOC_ARRAY(void *, nargs + 1));
    va_list list;
    va_start(list, nargs);
    for (int i = 0; i < nargs; i++) {
        args[i] = va_arg(list, struct val *);
    }
    va_end(list);
    call.args = args;
    call.nargs = (size_t)nargs;
    return call;
}

struct call by_type(struct fake *f, const char *product) {
    return (struct call){.kind = CALL_RULE, .product = id(f, product)};
}

struct call with(struct fake *f, struct call call, const char *type, struct val *value) {
    struct typed_value *all = keep(ALLOC_ARRAY(struct typed_value, call.nimplicit + 1));
    if (call.nimplicit > 0) {
        memcpy(all, call.implicit, call.nimplicit * sizeof *all);
    }
    all[call.nimplicit++] = (struct typed_value){id(f, type), value};
    call.implicit = all;
    return call;
}
