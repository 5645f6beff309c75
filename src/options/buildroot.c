/* The build root: upwards from the working directory to the first folder with a sentinel file. */
#include "options/buildroot.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/path.h"

static bool has_sentinel(struct str folder) {
    static const char *const names[] = {"pants.toml", "BUILDROOT", "BUILD_ROOT"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        cleanup_(freep) char *path = path_join_dup(folder, str_from(names[i]));
        struct stat st;
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
            return true;
        }
    }
    return false;
}

int buildroot_find(struct str cwd, struct str override, char **ret, struct err *e) {
    if (override.len > 0) {
        cleanup_(buf_done) struct buf joined = BUF_INIT;
        struct buf out = BUF_INIT;
        path_join(&joined, cwd, override);
        (void)path_normalise(&out, buf_str(&joined));
        *ret = buf_take(&out);
        return 0;
    }
    for (struct str folder = cwd;; folder = path_dir(folder)) {
        if (has_sentinel(folder)) {
            *ret = str_dup(folder);
            return 0;
        }
        if (folder.len <= 1) {
            break;
        }
    }
    return err_set(
        e, ERR_NOTFOUND,
        "No repository here: neither %.*s nor a folder above it has a file `pants.toml` (or "
        "`BUILDROOT`). Put one into the root folder of yours; an empty one will do.",
        STR_FMT(cwd));
}
