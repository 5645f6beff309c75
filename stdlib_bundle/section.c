/*
 * The bundle as a read-only section of the executable, between two hidden symbols that
 * pyembed/bundle.c reads.
 */
__asm__(".section .pants_bundle, \"a\", @progbits\n"
        ".balign 64\n"
        ".global pants_bundle_begin\n"
        ".hidden pants_bundle_begin\n"
        "pants_bundle_begin:\n"
        ".incbin \"" PANTS_BUNDLE_FILE "\"\n"
        ".global pants_bundle_end\n"
        ".hidden pants_bundle_end\n"
        "pants_bundle_end:\n"
        ".byte 0\n"
        ".text\n");
