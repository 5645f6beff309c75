/*
 * Scans the files named on standard input, one a line.
 *
 *   infer_scan            prints "file 0 0 NAME" and then, for each record, "KIND LEVEL LINE NAME"
 *   infer_scan --time N   scans all of them N times, from memory, and prints the best throughput
 *   infer_scan --shell    (with either) scans shell scripts
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/vec.h"
#include "infer/python.h"
#include "infer/records.h"
#include "infer/shell.h"

typedef void scanner(struct str source, struct buf *out);

struct file {
    char *name;
    char *data;
    size_t len;
};

typedef VEC(struct file) file_vec;

static bool read_file(const char *name, struct file *ret) {
    FILE *f = fopen(name, "rb");
    if (f == NULL) {
        return false;
    }
    struct buf content = BUF_INIT;
    char block[1 << 16];
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) {
        buf_add(&content, block, n);
    }
    (void)fclose(f);
    ret->name = xstrdup(name);
    ret->len = content.len;
    /* An exact-size copy lets the address sanitizer see a read past the end. */
    ret->data = xmemdup(content.data != NULL ? content.data : "", content.len);
    buf_done(&content);
    return true;
}

static void read_names(file_vec *files) {
    char *line = NULL;
    size_t cap = 0;
    for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0;) {
        line[strcspn(line, "\n")] = '\0';
        struct file file;
        if (read_file(line, &file)) {
            vec_push(files, file);
        } else {
            (void)fprintf(stderr, "%s: cannot be read\n", line);
        }
    }
    free(line);
}

static void print_records(const struct file *file, struct str records) {
    static const char *const kinds[] = {"import", "weak", "string", "explicit"};
    (void)printf("file 0 0 %s\n", file->name);
    if (!infer_records_valid(records)) {
        abort();
    }
    for (struct infer_record r; infer_next(&records, &r);) {
        (void)printf("%s %u %u %.*s\n", kinds[r.kind], r.level, r.line, STR_FMT(r.name));
    }
}

static double now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(const file_vec *files, scanner *scan, int times) {
    double best = 0;
    size_t bytes = 0, records = 0;
    for (int i = 0; i < times; i++) {
        struct buf out = BUF_INIT;
        double start = now();
        bytes = records = 0;
        for (size_t k = 0; k < files->len; k++) {
            buf_clear(&out);
            scan(str_make(files->data[k].data, files->data[k].len), &out);
            bytes += files->data[k].len;
            records += out.len;
        }
        double rate = (double)bytes / (now() - start) / 1e6;
        best = rate > best ? rate : best;
        buf_done(&out);
    }
    (void)printf("%zu files, %.1f MB of source, %.2f MB of records, %.0f MB/s\n", files->len,
                 (double)bytes / 1e6, (double)records / 1e6, best);
}

int main(int argc, char **argv) {
    scanner *scan = infer_python;
    int times = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--shell") == 0) {
            scan = infer_shell;
        } else if (strcmp(argv[i], "--time") == 0 && i + 1 < argc) {
            times = atoi(argv[++i]);
        }
    }
    file_vec files = {0};
    read_names(&files);
    if (times > 0) {
        measure(&files, scan, times);
    }
    for (size_t i = 0; i < files.len; i++) {
        if (times == 0) {
            struct buf out = BUF_INIT;
            scan(str_make(files.data[i].data, files.data[i].len), &out);
            print_records(&files.data[i], buf_str(&out));
            buf_done(&out);
        }
        free(files.data[i].name);
        free(files.data[i].data);
    }
    vec_done(&files);
    return 0;
}
