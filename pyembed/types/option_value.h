/* Configuration values (codec/cval.h) as Python objects. */
#ifndef PANTS_PYEMBED_TYPES_OPTION_VALUE_H
#define PANTS_PYEMBED_TYPES_OPTION_VALUE_H

#include "codec/cval.h"
#include "pyembed/py.h"

/** A new reference: None, bool, int, float, str, list or dict. NULL with an exception. */
PyObject *py_option_value(const struct cval *v);

#endif
