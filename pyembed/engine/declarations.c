/*
 * The table lies in the executable between two symbols (pyembed/CMakeLists.txt puts it there).
 * PANTS_DECLARATIONS names a file to be used instead, for work on the frontend without a build;
 * such a file is checked, the executable's own table is trusted.
 */
#include "pyembed/engine/declarations.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "sys/fileio.h"

extern const unsigned char pants_declarations_begin[] __attribute__((visibility("hidden")));
extern const unsigned char pants_declarations_end[] __attribute__((visibility("hidden")));

enum { MAX_TABLE = 256 << 20 };

static int open_file(const char *path, struct pval *ret_table, struct err *e) {
    struct buf content;
    buf_init(&content, MAX_TABLE);
    int r = file_read(path, MAX_TABLE, &content, e);
    if (r == 0) {
        r = pack_open(content.data, content.len, ret_table, e);
    } else if (r > 0) {
        r = err_set(e, ERR_NOTFOUND, "there is no such file");
    }
    if (r < 0) {
        err_context(e, "PANTS_DECLARATIONS=%s", path);
        buf_done(&content);
    }
    return r; /* the content stays: the table is read where it lies */
}

int declarations_open(struct pval *ret_table, struct err *e) {
    const char *path = getenv("PANTS_DECLARATIONS");
    if (path != NULL && path[0] != '\0') {
        return open_file(path, ret_table, e);
    }
    if (pants_declarations_end - pants_declarations_begin < 20) {
        return err_set(e, ERR_INTERNAL, "this executable was built without its declarations");
    }
    *ret_table = pack_trusted(pants_declarations_begin);
    return 0;
}
