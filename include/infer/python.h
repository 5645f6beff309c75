/*
 * Scans Python source for what it imports.
 *
 *   import a.b as c, d            import "a.b", "d"
 *   from a import b, c as d       import "a.b", "a.c"
 *   from a import *               import "a"
 *   from ..p import y             import "p.y" at level 2; `from . import *` is "" at level 1
 *   __import__("a.b")             import "a.b"; only a plain string as the first argument
 *   from __future__ import x      nothing
 *
 * Weak are imports in the body of a `try` of which an `except` names ImportError, alone or in a
 * tuple, list or set, with or without `as`, and those under `with suppress(ImportError)`, however
 * suppress was imported. The innermost `try` decides alone.
 *
 * Strings are literals, implicit concatenations as one, without white space, backslashes,
 * replacement fields or empty parts, at most INFER_STRING_MAX bytes long, that have a slash or are
 * identifiers joined by dots; docstrings included, arguments of __import__ not.
 *
 * `# pants: no-infer-dep` takes away what it stands behind on the same line: a whole statement
 * when it follows its end, else one name of a parenthesised list or one element between brackets.
 * `# pants: infer-dep(TEXT)` gives an explicit record of TEXT.
 *
 * Any bytes may be scanned, of any Python from 2.3 to 3.14: what is no Python gives what could be
 * recognised, UTF-16 gives nothing. Names are the bytes of the source (identifiers are not
 * normalised to NFKC); records whose names are not UTF-8 are left out. Time is proportional to
 * the size of the source whatever it holds; nothing recurses.
 */
#ifndef PANTS_INFER_PYTHON_H
#define PANTS_INFER_PYTHON_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define INFER_STRING_MAX 4096

enum infer_python_flags {
    /** Also strings with neither dot nor slash, and those with dots that are no identifiers:
     * wanted only where string_imports_min_dots or assets_min_slashes is 0. */
    INFER_PYTHON_ALL_STRINGS = 1 << 0,
};

/** Appends the records of source. */
void infer_python(struct str source, struct buf *out);
void infer_python_with(struct str source, unsigned flags, struct buf *out);
/** Changes whenever the answers may: part of the key of whatever keeps them. */
uint32_t infer_python_version(void);

#endif
