/*
 * The table of declarations as a read-only section of the executable, between two hidden symbols
 * that pyembed/engine/declarations.c reads.
 */
__asm__(".section .pants_declarations, \"a\", @progbits\n"
        ".balign 64\n"
        ".global pants_declarations_begin\n"
        ".hidden pants_declarations_begin\n"
        "pants_declarations_begin:\n"
        ".incbin \"" PANTS_DECLARATIONS_FILE "\"\n"
        ".global pants_declarations_end\n"
        ".hidden pants_declarations_end\n"
        "pants_declarations_end:\n"
        ".byte 0\n"
        ".text\n");
