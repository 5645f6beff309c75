/*
 * The ignore rules of a build root: one list, in rising precedence: the user's global excludes,
 * <root>/.gitignore, <root>/.git/info/exclude, then `pants_ignore`.
 *
 * The global excludes' file is what core.excludesFile of the user's git configuration names
 * (~/.gitconfig before $XDG_CONFIG_HOME/git/config), or else $XDG_CONFIG_HOME/git/ignore. Of the
 * configuration's syntax we read sections, keys, quotes, escapes and comments; includes of other
 * files are not followed.
 */
#include "fs/ignore.h"

#include "base/alloc.h"
#include "base/path.h"
#include "codec/ignore.h"
#include "sys/fileio.h"

#include <ctype.h>
#include <strings.h>

enum {
    MAX_RULES_FILE = 16 << 20,
};

struct fs_ignore {
    struct ignore_list *list;
};

/* Reads the value after '=': quotes, backslashes, a comment at the end. */
static void read_value(struct str raw, struct buf *out) {
    bool quoted = false;
    size_t keep = out->len; /* where trailing blanks may be cut back to */
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '"') {
            quoted = !quoted;
            keep = out->len;
            continue;
        }
        if (!quoted && (c == '#' || c == ';')) {
            break;
        }
        if (c == '\\' && i + 1 < raw.len) {
            c = raw.ptr[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            buf_add_char(out, c);
            keep = out->len;
            continue;
        }
        buf_add_char(out, c);
        if (quoted || !isspace((unsigned char)c)) {
            keep = out->len;
        }
    }
    buf_truncate(out, keep);
}

static bool equal_nocase(struct str s, const char *z) {
    return s.len == strlen(z) && strncasecmp(s.ptr, z, s.len) == 0;
}

/* The last core.excludesFile of a configuration's text goes to out; false when there is none. */
static bool find_excludes_file(struct str text, struct buf *out) {
    bool in_core = false, found = false, done = false;
    struct str line;
    while (str_split_next(&text, &done, '\n', &line)) {
        line = str_trim(line);
        if (line.len > 0 && line.ptr[0] == '[') {
            ptrdiff_t close = str_find_char(line, ']');
            if (close < 0) {
                continue;
            }
            in_core = equal_nocase(str_trim(str_make(line.ptr + 1, (size_t)close - 1)), "core");
            line = str_trim(str_from_at(line, (size_t)close + 1));
        }
        ptrdiff_t eq = str_find_char(line, '=');
        if (in_core && eq > 0 &&
            equal_nocase(str_trim(str_upto(line, (size_t)eq)), "excludesfile")) {
            buf_clear(out);
            read_value(str_trim(str_from_at(line, (size_t)eq + 1)), out);
            found = out->len > 0;
        }
    }
    return found;
}

/* Reads a file if it is there and readable: somebody else's broken file is not our failure. */
static bool read_file(const char *path, struct buf *out) {
    buf_clear(out);
    return file_read(path, MAX_RULES_FILE, out, NULL) == 0;
}

static bool excludes_file_of(const char *config, const char *home, struct buf *ret_path) {
    struct buf text = BUF_INIT, value = BUF_INIT;
    bool found = read_file(config, &text) && find_excludes_file(buf_str(&text), &value);
    if (found) {
        struct str v = buf_str(&value);
        buf_clear(ret_path);
        if (home != NULL && str_starts(v, STR("~/"))) {
            path_join(ret_path, str_from(home), str_from_at(v, 2));
        } else {
            buf_add_str(ret_path, v);
        }
    }
    buf_done(&text);
    buf_done(&value);
    return found;
}

static void add_file(struct fs_ignore *ig, const char *path) {
    struct buf text = BUF_INIT;
    if (read_file(path, &text)) {
        struct str lines = buf_str(&text);
        if (str_starts(lines, STR("\xef\xbb\xbf"))) {
            lines = str_from_at(lines, 3);
        }
        ignore_list_add_lines(ig->list, lines);
    }
    buf_done(&text);
}

static void add_global_excludes(struct fs_ignore *ig, const struct fs_ignore_env *env) {
    cleanup_(freep) char *xdg = NULL;
    if (env->xdg_config_home != NULL && env->xdg_config_home[0] == '/') {
        xdg = xstrdup(env->xdg_config_home);
    } else if (env->home != NULL) {
        xdg = path_join_dup(str_from(env->home), STR(".config"));
    }
    struct buf path = BUF_INIT;
    bool found = false;
    if (env->home != NULL) {
        cleanup_(freep) char *config = path_join_dup(str_from(env->home), STR(".gitconfig"));
        found = excludes_file_of(config, env->home, &path);
    }
    if (!found && xdg != NULL) {
        cleanup_(freep) char *config = path_join_dup(str_from(xdg), STR("git/config"));
        found = excludes_file_of(config, env->home, &path);
        if (!found) {
            path_join(&path, str_from(xdg), STR("git/ignore"));
        }
    }
    if (path.len > 0) {
        add_file(ig, path.data);
    }
    buf_done(&path);
}

int fs_ignore_new(const char *root, const struct str *patterns, size_t count, bool use_gitignore,
                  const struct fs_ignore_env *env, struct fs_ignore **ret, struct err *e) {
    (void)e; /* rules that cannot be read are no rules; kept for rules that will be checked */
    struct fs_ignore *ig = ALLOC(struct fs_ignore);
    ig->list = ignore_list_new();
    if (use_gitignore) {
        if (env != NULL) {
            add_global_excludes(ig, env);
        }
        cleanup_(freep) char *own = path_join_dup(str_from(root), STR(".gitignore"));
        add_file(ig, own);
        cleanup_(freep) char *info = path_join_dup(str_from(root), STR(".git/info/exclude"));
        add_file(ig, info);
    }
    for (size_t i = 0; i < count; i++) {
        ignore_list_add(ig->list, patterns[i]);
    }
    *ret = ig;
    return 0;
}

void fs_ignore_free(struct fs_ignore *ig) {
    if (ig != NULL) {
        ignore_list_free(ig->list);
        free(ig);
    }
}

bool fs_ignore_match(const struct fs_ignore *ig, struct str path, bool is_dir) {
    return ignore_list_match(ig->list, path, is_dir);
}

uint64_t fs_ignore_fingerprint(const struct fs_ignore *ig) {
    return ignore_list_fingerprint(ig->list);
}
