/* The groups of this binary, and what they share. */
#ifndef PANTS_TABLES_TEST_H
#define PANTS_TABLES_TEST_H

#include "base/buf.h"
#include "tables/table.h"

struct bench {
    char folder[64];
    char file[96];
    int warnings; /**< lines the log sink got at warning level */
    char last[512];
    struct log_sink log;
};

int bench_set_up(void **state);
int bench_tear_down(void **state);
struct table_config config_of(struct bench *b);
/** Opens the table "t" of the scratch folder. */
struct table *open_it(struct bench *b);
void put_text(struct table *t, const char *key, const char *value);
/** Asserts; value NULL: not there. */
void expect(struct table *t, const char *key, const char *value);
/** The file's bytes. */
void slurp(struct bench *b, struct buf *out);
void spit(struct bench *b, const void *data, size_t len);
/** Files in the folder. */
int count_files(struct bench *b);

int damage_tests(void);
int process_tests(void);

#endif
