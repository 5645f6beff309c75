/*
 * The importer of the bundle: a finder on sys.meta_path and the loader of what it finds, one
 * object. It serves modules by unmarshalling them where they lie, gives their source to tracebacks
 * and `inspect`, their files to importlib.resources and their metadata to importlib.metadata.
 */
#ifndef PYEMBED_IMPORTER_H
#define PYEMBED_IMPORTER_H

#include "pyembed/py.h"

#include <stdbool.h>

#include "pyembed/bundle.h"

/**
 * A new importer (a new reference, NULL with an exception set). With skip_frontend the modules
 * under "frontend/" are left to other finders. importlib must be up; nothing else need be.
 */
PyObject *pyembed__importer_new(const struct bundle *bundle, bool skip_frontend);

#endif
