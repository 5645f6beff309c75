/*
 * pants: the map of the program.
 *
 *   argv ──▶ main
 *             │  called python...        ──▶ pyembed/python_mode.c   an ordinary Python
 *             │  --version, -V, -v, ...  ──▶ one line, no Python
 *             ▼  everything else
 *           pyembed/bringup.c            Python comes up; pyembed/importer.c serves its modules
 *             ▼                          from the bundle that stdlib_bundle/pack.py made
 *           frontend/pants/bin           options, BUILD files, targets, goals: rules in Python
 *             ▼  await some_rule(...)    pyembed/ turns an await into a call of the engine
 *           src/engine                   session, scheduler, node kinds
 *             │
 *             ├── src/graph, src/rules   memoised nodes; who provides what
 *             ├── src/options            flags, environment, pants.toml
 *             ├── src/targets            addresses, targets, owners, edges
 *             └── src/fs, src/store      the tree and its digests; src/tables keeps what was
 * learned
 *
 * Lower floors: src/loop (events, pool), src/digest, src/codec (formats), src/sys (descriptors),
 * src/base. ARCHITECTURE.md says who may use whom.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/version.h"
#include "pyembed/pyembed.h"
#include "sys/spawn.h"

/** Where the frontend starts. */
#define FRONTEND_ENTRY "pants.bin.pants_loader:main"

/** The spellings of `pants version` that need neither a repository nor Python. */
static int is_version_request(int argc, char **argv) {
    static const char *const spellings[] = {"--version", "-V", "-v", "version"};
    for (size_t i = 0; argc == 2 && i < ARRAY_LEN(spellings); i++) {
        if (strcmp(argv[1], spellings[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static int run(int argc, char **argv, int *ret_status, struct err *e) {
    if (pyembed_is_python_name(argv[0])) {
        return pyembed_python_main(argc, argv, ret_status, e);
    }
    struct pyembed_config config = {.argc = argc, .argv = argv, .entry = FRONTEND_ENTRY};
    int r = spawner_start(&config.spawner, e); /* before there are threads and files */
    if (r == 0) {
        r = pyembed_run(&config, ret_status, e);
        spawner_stop(config.spawner);
    }
    return r;
}

int main(int argc, char **argv) {
    if (argc < 1) {
        return 1; /* execve() without argv[0] */
    }
    if (!pyembed_is_python_name(argv[0]) && is_version_request(argc, argv)) {
        return puts(PANTS_VERSION) < 0 || fflush(stdout) != 0;
    }
    int status = 1;
    struct err e = ERR_INIT;
    if (run(argc, argv, &status, &e) < 0) {
        (void)fprintf(stderr, "pants: %s\n", e.msg);
        return 1;
    }
    return status;
}
