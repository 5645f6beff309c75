# Flags of every target of ours: the house's warnings, and the sanitizers that a preset asks for.
add_library(pants_flags INTERFACE)
target_compile_definitions(pants_flags INTERFACE _GNU_SOURCE)
target_compile_options(
    pants_flags
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wmissing-prototypes
              -Wstrict-prototypes
              -Wvla
              -Wwrite-strings
              -Werror
              -fno-strict-aliasing
              -fvisibility=hidden)
if(PANTS_SANITIZE)
    target_compile_options(pants_flags INTERFACE -fsanitize=${PANTS_SANITIZE}
                                                 -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(pants_flags INTERFACE -fsanitize=${PANTS_SANITIZE})
    target_compile_definitions(pants_flags INTERFACE PANTS_SANITIZED=1)
endif()
if(PANTS_FUZZ)
    target_compile_options(pants_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
