/*
 * Runs a fuzzer's entry point over every file of the folders named on the command line, so that
 * the corpus is part of the normal test suite. Exits 1 when no file was found: an empty corpus
 * tests nothing.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return 0;
    }
    size_t cap = 1U << 20, len = 0;
    uint8_t *data = malloc(cap);
    if (data == NULL) {
        abort();
    }
    len = fread(data, 1, cap, f);
    (void)fclose(f);
    /* An exact-size copy lets the address sanitizer see a read past the end. */
    uint8_t *exact = malloc(len > 0 ? len : 1);
    if (exact == NULL) {
        abort();
    }
    memcpy(exact, data, len);
    free(data);
    (void)LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    return 1;
}

static int run_folder(const char *folder) {
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        (void)fprintf(stderr, "no corpus at %s\n", folder);
        return 0;
    }
    int n = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.') {
            char path[4096];
            (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            n += run_file(path);
        }
    }
    (void)closedir(dir);
    return n;
}

int main(int argc, char **argv) {
    int n = 0;
    for (int i = 1; i < argc; i++) {
        n += run_folder(argv[i]);
    }
    (void)printf("%d corpus files run\n", n);
    return n > 0 ? 0 : 1;
}
