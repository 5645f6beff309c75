/* Solved rule graphs from a cache: any bytes are refused or can be walked. */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct rule_graph *graph) {
    struct buf out = BUF_INIT;
    for (uint32_t i = 0; i < rule_graph_entry_count(graph); i++) {
        struct rule_entry entry;
        struct rule_info info;
        uint32_t to = 0;
        rule_graph_entry(graph, i, &entry);
        for (uint32_t j = 0; rule_graph_edge_at(graph, i, j, &to); j++) {
            rule_graph_describe(graph, to, &out);
        }
        if (entry.kind == RULE_ENTRY_RULE && rule_graph_rule(graph, entry.rule, &info)) {
            for (uint32_t j = 0; j < info.nparams; j++) {
                (void)rule_graph_type_edge(graph, i, info.params[j]);
            }
        }
        buf_clear(&out);
    }
    rule_graph_dot(graph, RULE_ENTRY_NONE, &out);
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct intern names = {.strings = {0}};
    struct rule_graph *graph = NULL;
    static const uint8_t none[RULES_KEY_SIZE] = {0};
    const uint8_t *key = size >= 44 ? data + 12 : none; /* the one in the bytes: always right */
    if (rule_graph_load(&names, str_make((const char *)data, size), key, &graph, NULL) == 0) {
        walk(graph);
    }
    rule_graph_free(graph);
    intern_done(&names);
    return 0;
}
