/*
 * Defaults of the sanitizers, in builds that have them. Python keeps static objects until the end
 * of the process, so leaks are looked for by the modules' own tests and not here.
 */
#ifdef PANTS_SANITIZED
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__asan_default_options(void) {
    return "detect_leaks=0";
}
#else
typedef int sanitizer_not_used; /* a translation unit must declare something */
#endif
