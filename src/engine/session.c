/* Sessions, and requests from outside. */
#include <assert.h>
#include <string.h>

#include "engine/engine_int.h"

struct session *session_new(struct engine *engine, void *user) {
    struct session *session = ALLOC(struct session);
    session->engine = engine;
    session->user = user;
    session->inputs = ALLOC_ARRAY(struct inputs *, rule_graph_inputs_count(engine->rules) + 1);
    session->run = graph_run_begin(engine->graph, session);
    vec_push(&engine->sessions, session);
    return session;
}

static unsigned keep_runs(const struct engine *engine) {
    return engine->config.keep_runs == 0 ? 4 : engine->config.keep_runs;
}

void session_free(struct session *session) {
    if (session == NULL) {
        return;
    }
    struct engine *engine = session->engine;
    const struct value_ops *ops = &engine->config.values;
    graph_run_end(engine->graph, session->run);
    (void)graph_collect(engine->graph, keep_runs(engine));
    inputs__drop(session);
    for (size_t i = 0; i < engine->sessions.len; i++) {
        if (engine->sessions.data[i] == session) {
            engine->sessions.data[i] = vec_last(&engine->sessions);
            engine->sessions.len--;
            break;
        }
    }
    for (size_t i = 0; i < session->value_types.len; i++) {
        ops->unref(ops->user, imap_get(&session->values, session->value_types.data[i]));
    }
    vec_done(&session->value_types);
    imap_done(&session->values);
    imap_done(&session->identities);
    free(session->inputs);
    free(session);
}

void *session_user(const struct session *session) {
    return session->user;
}

struct engine *session_engine(const struct session *session) {
    return session->engine;
}

void session_set_input(struct session *session, uint32_t type, uint64_t identity) {
    (void)imap_put(&session->identities, type, (void *)(uintptr_t)identity);
    inputs__drop(session);
}

void session_set_value(struct session *session, uint32_t type, void *value) {
    const struct value_ops *ops = &session->engine->config.values;
    void *old = imap_put(&session->values, type, value);
    if (old != NULL) {
        ops->unref(ops->user, old);
    } else {
        vec_push(&session->value_types, type);
    }
}

void *session_value(const struct session *session, uint32_t type) {
    return imap_get(&session->values, type);
}

uint32_t session_run_id(const struct session *session) {
    return graph_run_id(session->run);
}

void session_new_run(struct session *session) {
    struct engine *engine = session->engine;
    graph_run_end(engine->graph, session->run);
    session->run = graph_run_begin(engine->graph, session);
    session->cancelled = false;
    (void)graph_collect(engine->graph, keep_runs(engine));
}

void session_cancel(struct session *session) {
    session->cancelled = true;
    graph_cancel_run(session->engine->graph, session->run);
    if (session->engine->running == 0 && session->engine->config.loop.ready != NULL) {
        session->engine->config.loop.ready(session->engine->config.loop.user);
    }
}

bool session_cancelled(const struct session *session) {
    return session->cancelled;
}

/* ---- answers ---- */

void answer_done(struct engine *engine, struct answer *answer) {
    const struct value_ops *ops = &engine->config.values;
    if (answer->value != NULL) {
        if (answer->outcome == GRAPH_VALUE) {
            ops->unref(ops->user, answer->value);
        } else {
            ops->error_unref(ops->user, answer->value);
        }
    }
    for (size_t i = 0; i < answer->ntrace; i++) {
        free((char *)answer->trace[i].desc);
    }
    free(answer->trace);
    *answer = (struct answer){.outcome = GRAPH_CANCELLED};
}

/** Borrows the failure. */
static void answer_failure(struct engine *engine, const struct failure *failure,
                           struct answer *ret) {
    const struct value_ops *ops = &engine->config.values;
    size_t n = 0;
    for (const struct failure *f = failure; f->below != NULL; f = f->below) {
        n++;
    }
    *ret = (struct answer){.outcome = GRAPH_ERROR,
                           .value = ops->error_ref(ops->user, failure->error),
                           .trace = ALLOC_ARRAY(struct trace_frame, n + 1),
                           .ntrace = n};
    for (const struct failure *f = failure; f->below != NULL; f = f->below) {
        ret->trace[--n] = (struct trace_frame){f->name, xstrdup(f->desc == NULL ? "" : f->desc)};
    }
}

static void answer_error(struct engine *engine, enum engine_error kind, const char *message,
                         struct answer *ret) {
    struct failure *failure = failure__make(engine, kind, message);
    answer_failure(engine, failure, ret);
    failure__unref(engine, failure);
}

static void answered(struct pending_request *pending) {
    pending->answered = true;
    if (pending->done != NULL) {
        vec_push(&pending->engine->done, pending);
    }
}

void session__deliver(struct pending_request *pending, enum graph_outcome outcome, void *value) {
    struct engine *engine = pending->engine;
    const struct value_ops *ops = &engine->config.values;
    if (outcome == GRAPH_VALUE) {
        pending->answer =
            (struct answer){.outcome = GRAPH_VALUE, .value = ops->ref(ops->user, value)};
    } else if (outcome == GRAPH_ERROR) {
        answer_failure(engine, value, &pending->answer);
    } else {
        answer_error(engine, ENGINE_ERROR_CANCELLED, "the session was cancelled", &pending->answer);
    }
    answered(pending);
}

/* ---- requests ---- */

static int by_type(const void *a, const void *b) {
    uint32_t x = (*(struct param *const *)a)->type;
    uint32_t y = (*(struct param *const *)b)->type;
    return (x > y) - (x < y);
}

static struct failure *same_type(struct engine *engine, const struct request *request,
                                 uint32_t type) {
    const struct value_ops *ops = &engine->config.values;
    struct str name = rule_graph_type_name(engine->rules, type);
    struct buf text = BUF_INIT;
    buf_addf(&text,
             "Values used as `Params` must have distinct types, but the following values had the "
             "same type (`%.*s`):",
             STR_FMT(name));
    for (size_t i = 0; i < request->nparams; i++) {
        if (request->params[i].type == type) {
            buf_addz(&text, "\n  ");
            ops->describe(ops->user, request->params[i].value, &text);
        }
    }
    struct failure *failure = failure__make(engine, ENGINE_ERROR_PARAMS, text.data);
    buf_done(&text);
    return failure;
}

/** Interns the parameters, ascending by type. False: *ret_failure; ret has n of them anyway. */
static bool make_params(struct engine *engine, const struct request *request, struct param **ret,
                        size_t *ret_n, struct failure **ret_failure) {
    *ret_n = 0;
    for (size_t i = 0; i < request->nparams; i++) {
        ret[*ret_n] =
            param__intern(engine, request->params[i].type, request->params[i].value, ret_failure);
        if (ret[*ret_n] == NULL) {
            return false;
        }
        (*ret_n)++;
    }
    if (*ret_n > 1) {
        qsort(ret, *ret_n, sizeof *ret, by_type);
    }
    for (size_t i = 1; i < *ret_n; i++) {
        if (ret[i]->type == ret[i - 1]->type) {
            *ret_failure = same_type(engine, request, ret[i]->type);
            return false;
        }
    }
    return true;
}

static bool find_root(struct engine *engine, const struct request *request,
                      struct param *const *params, size_t n, uint32_t *ret_entry,
                      struct failure **ret_failure) {
    struct err e = ERR_INIT;
    uint32_t *types = ALLOC_ARRAY(uint32_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        types[i] = params[i]->type;
    }
    int r = rule_graph_root(engine->rules, request->product, types, n, ret_entry, &e);
    free(types);
    if (r < 0) {
        *ret_failure = failure__make(engine, ENGINE_ERROR_REQUEST, e.msg);
    }
    return r == 0;
}

static void begin(struct pending_request *pending, const struct request *request) {
    struct engine *engine = pending->engine;
    struct session *session = pending->session;
    struct param **params = ALLOC_ARRAY(struct param *, request->nparams + 1);
    struct failure *failure = NULL;
    struct target target = {NULL, NULL};
    uint32_t entry = 0;
    size_t n = 0;
    bool ok = make_params(engine, request, params, &n, &failure) &&
              find_root(engine, request, params, n, &entry, &failure) &&
              call__resolve(engine, session, entry, params, n, NULL, 0, &target, &failure);
    if (!ok) {
        session__deliver(pending, GRAPH_ERROR, failure);
        failure__unref(engine, failure);
    } else if (target.node == NULL) {
        session__deliver(pending, GRAPH_VALUE, target.value);
    } else {
        enum graph_outcome outcome = GRAPH_VALUE;
        void *value = NULL;
        if (graph_get_root(engine->graph, session->run, &target.node->node, &pending->wait,
                           &outcome, &value)) {
            session__deliver(pending, outcome, value);
        }
    }
    for (size_t i = 0; i < n; i++) {
        param__unref(engine, params[i]);
    }
    free(params);
}

struct pending_request *engine_request_start(struct session *session, const struct request *request,
                                             void (*done)(void *user, struct answer *answer),
                                             void *user) {
    struct pending_request *pending = ALLOC(struct pending_request);
    pending->engine = session->engine;
    pending->session = session;
    pending->done = done;
    pending->user = user;
    if (session->cancelled) {
        session__deliver(pending, GRAPH_CANCELLED, NULL);
    } else {
        begin(pending, request);
    }
    struct engine *engine = session->engine;
    if (engine->running == 0 && engine->config.loop.ready != NULL) {
        engine->config.loop.ready(engine->config.loop.user);
    }
    return pending;
}

static void pending_free(struct pending_request *pending) {
    answer_done(pending->engine, &pending->answer);
    free(pending);
}

void engine_request_cancel(struct pending_request *pending) {
    struct engine *engine = pending->engine;
    graph_withdraw(engine->graph, &pending->wait);
    for (size_t i = 0; i < engine->done.len; i++) {
        if (engine->done.data[i] == pending) {
            memmove(engine->done.data + i, engine->done.data + i + 1,
                    (engine->done.len - i - 1) * sizeof(struct pending_request *));
            engine->done.len--;
            break;
        }
    }
    pending_free(pending);
}

bool session__call_done(struct engine *engine) {
    if (engine->done.len == 0) {
        return false;
    }
    struct pending_request *pending = engine->done.data[0];
    engine->done.len--;
    memmove(engine->done.data, engine->done.data + 1,
            engine->done.len * sizeof(struct pending_request *));
    pending->done(pending->user, &pending->answer);
    pending_free(pending);
    return true;
}

struct batch {
    struct pending_request **items;
    size_t n;
    bool fail_fast;
};

static bool batch_finished(void *data) {
    const struct batch *b = data;
    bool all = true;
    for (size_t i = 0; i < b->n; i++) {
        const struct pending_request *pending = b->items[i];
        if (pending->answered && pending->answer.outcome != GRAPH_VALUE && b->fail_fast) {
            return true;
        }
        all = all && pending->answered;
    }
    return all;
}

void engine_request(struct session *session, const struct request *requests, size_t n,
                    bool fail_fast, struct answer *answers) {
    struct engine *engine = session->engine;
    struct batch batch = {ALLOC_ARRAY(struct pending_request *, n + 1), n, fail_fast};
    struct err e = ERR_INIT;
    for (size_t i = 0; i < n; i++) {
        batch.items[i] = engine_request_start(session, &requests[i], NULL, NULL);
    }
    int r = engine_run_until(engine, batch_finished, &batch, &e);
    for (size_t i = 0; i < n; i++) {
        struct pending_request *pending = batch.items[i];
        answers[i] = pending->answer;
        if (!pending->answered) {
            graph_withdraw(engine->graph, &pending->wait);
            answers[i] = (struct answer){.outcome = GRAPH_CANCELLED};
            if (r < 0) {
                answer_error(engine, ENGINE_ERROR_INTERNAL, e.msg, &answers[i]);
            }
        }
        free(pending);
    }
    free(batch.items);
}

/* ---- session values as rules ---- */

static void value_step(struct frame *frame, const struct body_in *in, struct body_out *out) {
    const struct value_ops *ops = &frame_engine(frame)->config.values;
    uint32_t type = frame_product(frame);
    void *value = session_value(frame_session(frame), type);
    (void)in;
    if (value != NULL) {
        out_done(out, ops->ref(ops->user, value));
        return;
    }
    struct str name = rule_graph_type_name(frame_engine(frame)->rules, type);
    char *text = xasprintf("Expected %.*s to be provided via SessionValues.", STR_FMT(name));
    out_fail(out, ops->error_make(ops->user, ENGINE_ERROR_SESSION, text));
    free(text);
}

const struct body_ops engine_session_value_body = {NULL, value_step, NULL};
