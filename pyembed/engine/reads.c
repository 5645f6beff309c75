/*
 * Values of these nodes are fingerprints in a pointer's place: nothing to count, nothing to free.
 */
#include "pyembed/py.h"

#include "pyembed/engine/reads.h"

#include "base/hash.h"
#include "pyembed/engine/runtime.h"

/* ---- values ---- */

static void *keep(void *user, void *value) {
    (void)user;
    return value;
}

static void forget(void *user, void *value) {
    (void)user;
    (void)value;
}

static int same(void *user, void *a, void *b, void **ret_error) {
    (void)user;
    (void)ret_error;
    return a == b;
}

static uint32_t no_type(void *user, void *value) {
    (void)user;
    (void)value;
    return 0;
}

static void describe(void *user, void *value, struct buf *out) {
    (void)user;
    buf_addf(out, "%zx", (size_t)(uintptr_t)value);
}

static const struct value_ops fingerprints = {
    .ref = keep, .unref = forget, .equal = same, .type_id = no_type, .describe = describe};

/* Never NULL, which stands for "no value". */
static void *boxed(uint64_t fingerprint) {
    return (void *)(uintptr_t)(fingerprint | 1);
}

static void *of_folder(const struct fs_dir *dir) {
    uint64_t h = dir->count;
    for (uint32_t i = 0; i < dir->count; i++) {
        h = hash_combine(
            h, hash_combine(hash_str(fs_entry_name(&dir->entries[i])), dir->entries[i].kind));
    }
    return boxed(h);
}

static void *of_file(struct py_runtime *rt, struct str path) {
    struct fs_found found;
    const struct fs_sig *sig;
    if (fs_tree_lookup(rt->tree, path, &found, NULL) != 0 || found.kind != FS_FILE ||
        fs_tree_sig(rt->tree, found.parent, found.entry, &sig, NULL) != 0) {
        return boxed(0);
    }
    uint64_t h = hash_combine(sig->dev, sig->ino);
    h = hash_combine(h, hash_combine(sig->size, sig->mode));
    return boxed(hash_combine(h, hash_combine((uint64_t)sig->mtime_ns, (uint64_t)sig->ctime_ns)));
}

/* ---- bodies: somebody asks whether it is still so ---- */

static void look_at_folder(struct frame *frame, const struct body_in *in, struct body_out *out) {
    (void)in;
    struct py_runtime *rt = session_user(frame_session(frame));
    const struct fs_dir *dir;
    struct err e = ERR_INIT;
    int r = fs_tree_dir(rt->tree, frame_key(frame), &dir, &e);
    if (r < 0) {
        out_fail_err(out, &e);
    } else {
        out_done(out, r == FS_ABSENT ? boxed(0) : of_folder(dir));
    }
}

static void look_at_file(struct frame *frame, const struct body_in *in, struct body_out *out) {
    (void)in;
    out_done(out, of_file(session_user(frame_session(frame)), frame_key(frame)));
}

static void look_at_targets(struct frame *frame, const struct body_in *in, struct body_out *out) {
    (void)in;
    struct py_runtime *rt = session_user(frame_session(frame));
    out_done(out, boxed(rt->world == NULL ? 0 : (uint64_t)world_count(rt->world) << 1));
}

static const struct body_ops folder_body = {.step = look_at_folder};
static const struct body_ops file_body = {.step = look_at_file};
static const struct body_ops targets_body = {.step = look_at_targets};

/* ---- noting ---- */

void py_reads_open(struct py_runtime *rt) {
    struct node_kind kind = {.name = "Folder", .body = &folder_body, .values = &fingerprints};
    rt->folder_kind = engine_add_kind(rt->engine, &kind);
    kind = (struct node_kind){.name = "File", .body = &file_body, .values = &fingerprints};
    rt->file_kind = engine_add_kind(rt->engine, &kind);
    kind = (struct node_kind){
        .name = "Targets", .body = &targets_body, .values = &fingerprints, .uncacheable = true};
    rt->targets_kind = engine_add_kind(rt->engine, &kind);
}

void py_reads_file(struct py_runtime *rt, struct str path) {
    if (rt->frame != NULL) {
        frame_read(rt->frame, rt->file_kind, path, of_file(rt, path));
    }
}

void py_reads_new(struct py_runtime *rt) {
    if (rt->frame == NULL) {
        return;
    }
    uint32_t n = fs_tree_dir_count(rt->tree);
    for (; rt->noted_folders < n; rt->noted_folders++) {
        const struct fs_dir *dir = fs_tree_dir_at(rt->tree, rt->noted_folders);
        if (dir->generation > 0) {
            frame_read(rt->frame, rt->folder_kind, dir->path, of_folder(dir));
        }
    }
    for (; rt->noted_files < rt->build_files.len; rt->noted_files++) {
        py_reads_file(rt, rt->build_files.data[rt->noted_files]);
    }
}

void py_reads_targets(struct py_runtime *rt) {
    if (rt->frame != NULL) {
        frame_read(rt->frame, rt->targets_kind, STR(""),
                   boxed((uint64_t)world_count(rt->world) << 1));
    }
}
