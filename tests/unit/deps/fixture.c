/* The fixture of the module below, which these tests share. */
#include "unit/targets/fixture.c" /* NOLINT(bugprone-suspicious-include) */
