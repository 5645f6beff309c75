/* The fixture: JSON to packed values, files on disk, and picking. */
#include "unit/targets/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/path.h"
#include "codec/json.h"

static const char TABLE[] =
    "{\"backends\": {"
    "  \"core\": {\"targets\": [\"thing\", \"part\", \"parts\", \"gen\", \"blob\", \"quiet\"],"
    "             \"plugin_fields\": [[\"m:Parts\", \"f:skip\", false],"
    "                                 [\"m:Part\", \"f:skip\", false]]},"
    "  \"rival\": {\"targets\": [\"thing2\"],"
    "              \"plugin_fields\": [[\"m:Thing\", \"f:hush\", false]]}},"
    " \"fields\": {"
    "  \"f:tags\": {\"alias\": \"tags\", \"kind\": \"str_seq\", \"default\": null},"
    "  \"f:mode\": {\"alias\": \"mode\", \"kind\": \"str\", \"default\": \"fast\","
    "              \"choices\": [\"fast\", \"slow\"]},"
    "  \"f:size\": {\"alias\": \"size\", \"kind\": \"int\", \"default\": null},"
    "  \"f:must\": {\"alias\": \"must\", \"kind\": \"str\", \"required\": true},"
    "  \"f:hush\": {\"alias\": \"hush\", \"kind\": \"bool\"},"
    "  \"f:skip\": {\"alias\": \"skip\", \"kind\": \"bool\", \"default\": false},"
    "  \"f:source\": {\"alias\": \"source\", \"kind\": \"source\", \"required\": true,"
    "                \"ext\": [\".py\"], \"num_files\": 1},"
    "  \"f:over\": {\"alias\": \"overrides\", \"kind\": \"overrides\"},"
    "  \"f:quiet\": {\"alias\": \"sources\", \"kind\": \"sources\","
    "               \"glob_match_error_behavior\": \"ignore\"},"
    "  \"f:sources\": {\"alias\": \"sources\", \"kind\": \"sources\", \"ext\": [\".py\"],"
    "                 \"banned_names\": [\"banned.py\"],"
    "                 \"default\": [\"*.py\", \"!*_test.py\"]}},"
    " \"targets\": {"
    "  \"quiet\": {\"class\": \"m:Quiet\", \"kind\": \"file_generator\", \"generated_alias\": "
    "\"part\","
    "             \"fields\": [\"f:quiet\"]},"
    "  \"thing\": {\"class\": \"m:Thing\", \"kind\": \"plain\", \"fields\": [\"f:tags\", "
    "\"f:mode\","
    "             \"f:size\"]},"
    "  \"blob\": {\"class\": \"m:Blob\", \"kind\": \"plain\", \"fields\": [\"f:must\"]},"
    "  \"gen\": {\"class\": \"m:Gen\", \"kind\": \"generator\", \"fields\": [\"f:tags\"],"
    "           \"copied\": [\"f:tags\"], \"moved\": [\"f:mode\"]},"
    "  \"part\": {\"class\": \"m:Part\", \"kind\": \"plain\", \"fields\": [\"f:tags\", "
    "\"f:source\","
    "            \"f:mode\"]},"
    "  \"parts\": {\"class\": \"m:Parts\", \"kind\": \"file_generator\", \"generated_alias\": "
    "\"part\","
    "             \"fields\": [\"f:tags\", \"f:sources\", \"f:over\"], \"copied\": [\"f:tags\"],"
    "             \"moved\": [\"f:mode\"]},"
    "  \"thing2\": {\"class\": \"m:Thing2\", \"kind\": \"plain\", \"fields\": []}}}";

static uint32_t add(struct pack_builder *b, const struct cval *v) {
    uint32_t items[64], values[64], n = cval_len(v);
    assert_true(n <= 64);
    switch ((enum cval_kind)v->kind) {
    case CVAL_BOOL:
        return pack_bool(b, v->b);
    case CVAL_INT:
        return pack_int(b, v->i);
    case CVAL_FLOAT:
        return pack_float(b, v->f);
    case CVAL_STR:
        return pack_str(b, v->s);
    case CVAL_LIST:
        for (uint32_t i = 0; i < n; i++) {
            items[i] = add(b, &v->list.items[i]);
        }
        return pack_list(b, items, n);
    case CVAL_TABLE:
        if (n == 1 && str_eqz(v->table->pairs[0].key, "$parametrize")) {
            const struct cval *parts = v->table->pairs[0].value.list.items;
            items[0] = add(b, &parts[0]);
            items[1] = add(b, &parts[1]);
            return pack_ext(b, VALUE_PARAMETRIZE, items, 2);
        }
        for (uint32_t i = 0; i < n; i++) {
            items[i] = pack_str(b, v->table->pairs[i].key);
            values[i] = add(b, &v->table->pairs[i].value);
        }
        return pack_dict(b, items, values, n);
    case CVAL_NONE:
    case CVAL_DATETIME:
        break;
    }
    return pack_none(b);
}

static int pack_text(struct fixture *f, struct str text, struct pval *ret, struct err *e) {
    struct cval v;
    int r = json_parse(&f->arena, text, &v, e);
    if (r < 0) {
        return r;
    }
    struct pack_builder b;
    pack_builder_init(&b);
    char *blob;
    size_t len;
    assert_int_equal(pack_builder_finish(&b, add(&b, &v), &blob, &len, NULL), 0);
    *ret = pack_trusted(arena_str(&f->arena, str_make(blob, len)).ptr);
    free(blob);
    return 0;
}

struct pval fixture_pack(struct fixture *f, const char *json) {
    struct pval v = PVAL_NONE;
    assert_int_equal(pack_text(f, str_from(json), &v, NULL), 0);
    return v;
}

static void log_line(void *user, enum log_level level, const char *target, const char *line) {
    (void)level, (void)target;
    buf_addf(user, "%s\n", line);
}

void fixture_init(struct fixture *f) {
    *f = (struct fixture){.root = "/tmp/pants-targets-XXXXXX"};
    assert_non_null(mkdtemp(f->root));
    f->log = (struct log_sink){LOG_INFO, log_line, &f->warnings};
    f->table = fixture_pack(f, TABLE);
    f->registry = registry_new();
    assert_int_equal(registry_add_backend(f->registry, f->table, STR("core"), NULL), 0);
}

void fixture_done(struct fixture *f) {
    world_free(f->world);
    fs_tree_free(f->tree);
    registry_free(f->registry);
    buf_done(&f->warnings);
    arena_done(&f->arena);
    char *command = xasprintf("rm -rf %s", f->root);
    assert_int_equal(system(command), 0);
    free(command);
}

void fixture_write(struct fixture *f, const char *path, const char *content) {
    char *full = xasprintf("%s/%s", f->root, path);
    for (char *slash = full + strlen(f->root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        (void)mkdir(full, 0755);
        *slash = '/';
    }
    FILE *out = fopen(full, "w");
    assert_non_null(out);
    assert_true(fputs(content, out) >= 0);
    assert_int_equal(fclose(out), 0);
    free(full);
}

static int evaluate(void *user, struct str path, struct str source, struct pval *ret,
                    struct err *e) {
    struct fixture *f = user;
    f->evaluated++;
    int r = pack_text(f, source, ret, e);
    if (r < 0) {
        err_context(e, "%.*s", STR_FMT(path));
    }
    return r;
}

void fixture_open(struct fixture *f, enum unmatched unmatched) {
    static const struct str patterns[] = {{"BUILD", 5}, {"BUILD.*", 7}};
    assert_int_equal(fs_tree_new(f->root, NULL, NULL, &f->tree, NULL), 0);
    const struct world_config config = {
        .tree = f->tree,
        .registry = f->registry,
        .build_patterns = patterns,
        .nbuild_patterns = ARRAY_LEN(patterns),
        .unmatched_sources = unmatched,
        .evaluate = evaluate,
        .user = f,
        .log = &f->log,
    };
    f->world = world_new(&config);
}

static enum spec_probe probe(void *user, struct str path) {
    struct fixture *f = user;
    struct fs_found found;
    if (fs_tree_lookup(f->tree, path, &found, NULL) != 0) {
        return SPEC_PROBE_ABSENT;
    }
    return found.kind == FS_FILE ? SPEC_PROBE_FILE : SPEC_PROBE_DIR;
}

static int parse(struct fixture *f, struct str texts, struct spec *specs, size_t *n,
                 struct err *e) {
    const struct spec_context context = {
        .build_root = str_from(f->root), .probe = probe, .user = f};
    struct str text;
    bool done = false;
    int r = 0;
    *n = 0;
    while (r == 0 && str_split_next(&texts, &done, ' ', &text)) {
        r = spec_parse(&f->arena, &context, arena_str(&f->arena, text), &specs[(*n)++], e);
    }
    return r;
}

char *fixture_pick(struct fixture *f, const char *texts, const struct filter *filter) {
    struct spec specs[16];
    size_t n;
    struct err e = ERR_INIT;
    struct picked picked = {0};
    const struct select_options options = {.filter = filter, .unmatched_cli = UNMATCHED_ERROR};
    int r = parse(f, str_from(texts), specs, &n, &e);
    r = r == 0 ? selection_load(f->world, specs, n, &e) : r;
    r = r == 0 ? world_expand_files(f->world, &e) : r;
    r = r == 0 ? selection_run(f->world, specs, n, &options, &picked, &e) : r;
    struct buf out = BUF_INIT;
    if (r < 0) {
        buf_addf(&out, "error: %s", e.msg);
    }
    for (size_t i = 0; i < picked.items.len; i++) {
        addr_spec(world_strings(f->world), picked.items.data[i]->addr, &out);
        buf_add_char(&out, '\n');
    }
    picked_done(&picked);
    return buf_take(&out);
}
