/* The table of our C modules, handed to Python's own table of builtin modules. */
#include "pyembed/py.h"

#include "pyembed/modules.h"

#include "pyembed/module.h"

static const struct {
    const char *name;
    PyObject *(*init)(void);
} modules[] = {
    {NATIVE_ENGINE, PyInit_native_engine},
    {NULL, NULL},
};

int pyembed__modules_register(struct err *e) {
    for (size_t i = 0; modules[i].name != NULL; i++) {
        if (PyImport_AppendInittab(modules[i].name, modules[i].init) < 0) {
            return err_set(e, ERR_NOMEM, "no room for the module %s", modules[i].name);
        }
    }
    return 0;
}
