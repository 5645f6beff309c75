/*
 * Scans shell scripts for the files that they source: `source PATH` and `. PATH` where a command
 * can stand, with PATH a literal after quotes are taken off, give an import record of its text.
 * A path that begins with one expansion and goes on with a slash ("$dir/lib.sh") counts as
 * "./lib.sh". `# shellcheck source=PATH` above the command replaces what the command says;
 * /dev/null as PATH takes it away. Here-documents, comments and quoted text hold no commands.
 *
 * Any bytes may be scanned; time is proportional to their number, nothing recurses.
 */
#ifndef PANTS_INFER_SHELL_H
#define PANTS_INFER_SHELL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/** Appends the records of source. */
void infer_shell(struct str source, struct buf *out);
/** Changes whenever the answers may. */
uint32_t infer_shell_version(void);

#endif
