/* Rule sets as text: the same as in the tests of the solver. */
#include "unit/rules/spec.c"
