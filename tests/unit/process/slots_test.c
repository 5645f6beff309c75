/* Whose turn it is. */
#include "fixture.h"

#include "base/alloc.h"
#include "process/process_int.h"

struct claim {
    struct slot_claim claim;
    int granted;
};

static void on_granted(struct slot_claim *c) {
    assert_true(c->units > 0);
    ((struct claim *)c)->granted++;
}

static struct claim want(uint64_t group, unsigned min, unsigned max) {
    return (struct claim){.claim = {.group = group, .min = min, .max = max, .granted = on_granted}};
}

static void claim_all(struct slots *s, struct claim *c, size_t n) {
    for (size_t i = 0; i < n; i++) {
        slots__claim(s, &c[i].claim);
    }
    slots__serve(s);
}

static void give_back(struct slots *s, struct claim *c) {
    slots__release(s, &c->claim);
    slots__serve(s);
}

static void test_fifo(void **state) {
    (void)state;
    struct slots *s = slots__new(2);
    struct claim c[4];
    for (int i = 0; i < 4; i++) {
        c[i] = want(1, 1, 1);
    }
    claim_all(s, c, 4);
    assert_int_equal(c[0].granted + c[1].granted, 2);
    assert_int_equal(c[2].granted, 0);
    assert_int_equal(c[0].claim.slot, 1);
    assert_int_equal(c[1].claim.slot, 2);
    assert_int_equal(slots__waiting(s), 2);
    give_back(s, &c[1]);
    assert_int_equal(c[2].granted, 1);
    assert_int_equal(c[2].claim.slot, 2);
    give_back(s, &c[3]); /* leaves the queue */
    assert_int_equal(slots__waiting(s), 0);
    give_back(s, &c[0]);
    give_back(s, &c[2]);
    assert_int_equal(c[3].granted, 0);
    slots__free(s);
}

static void test_groups_take_turns(void **state) {
    (void)state;
    struct slots *s = slots__new(1);
    struct claim c[6] = {want(1, 1, 1), want(1, 1, 1), want(1, 1, 1),
                         want(1, 1, 1), want(2, 1, 1), want(2, 1, 1)};
    claim_all(s, c, 6);
    static const int order[] = {0, 4, 1, 5, 2, 3};
    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 6; k++) {
            bool so_far = false;
            for (int j = 0; j <= i; j++) {
                so_far = so_far || order[j] == k;
            }
            assert_int_equal(c[k].granted, so_far);
        }
        give_back(s, &c[order[i]]);
    }
    slots__free(s);
}

static void test_large_is_not_overtaken(void **state) {
    (void)state;
    struct slots *s = slots__new(4);
    struct claim c[4] = {want(1, 1, 1), want(1, 4, 4), want(2, 1, 1), want(1, 1, 1)};
    claim_all(s, c, 4);
    assert_int_equal(c[0].granted, 1);
    assert_int_equal(c[2].granted, 1); /* the other group had its turn before */
    assert_int_equal(c[1].granted, 0);
    assert_int_equal(c[3].granted, 0);
    give_back(s, &c[0]);
    assert_int_equal(c[1].granted, 0);
    give_back(s, &c[2]);
    assert_int_equal(c[1].granted, 1);
    assert_int_equal(c[1].claim.units, 4);
    assert_int_equal(c[3].granted, 0);
    give_back(s, &c[1]);
    assert_int_equal(c[3].granted, 1);
    give_back(s, &c[3]);
    slots__free(s);
}

static void test_ranges(void **state) {
    (void)state;
    struct slots *s = slots__new(8);
    struct claim alone = want(1, 1, 100);
    claim_all(s, &alone, 1);
    assert_int_equal(alone.claim.units, 8); /* all there is */
    give_back(s, &alone);
    struct claim two[2] = {want(1, 1, 8), want(1, 1, 8)};
    claim_all(s, two, 2);
    assert_int_equal(two[0].claim.units, 4);
    assert_int_equal(two[1].claim.units, 4);
    give_back(s, &two[0]);
    give_back(s, &two[1]);
    struct claim small = want(1, 2, 3), impossible = want(1, 20, 20);
    claim_all(s, &small, 1);
    assert_int_equal(small.claim.units, 3);
    claim_all(s, &impossible, 1);
    give_back(s, &small);
    assert_int_equal(impossible.claim.units, 8);
    give_back(s, &impossible);
    slots__free(s);
}

int slots_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fifo),
        cmocka_unit_test(test_groups_take_turns),
        cmocka_unit_test(test_large_is_not_overtaken),
        cmocka_unit_test(test_ranges),
    };
    return cmocka_run_group_tests_name("slots", tests, NULL, NULL);
}
