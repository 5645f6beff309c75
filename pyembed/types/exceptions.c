/*
 * The exceptions that the engine raises by itself. They are plain: a message and nothing more.
 */
#include "pyembed/module.h"
#include "pyembed/types/types.h"

struct exception_spec {
    size_t slot;      /* where the state keeps it */
    const char *name; /* with the module's name in front */
    size_t base;      /* where the state keeps the base; 0 for Exception (no object is there) */
    const char *doc;
};

#define AT(field) offsetof(struct pyembed_state, field)
#define NAMED(name) NATIVE_ENGINE "." name

static const struct exception_spec exceptions[] = {
    {AT(address_parse_exception), NAMED("AddressParseException"), 0,
     "A text that was meant as an address does not follow the grammar of addresses."},
    {AT(invalid_address_error), NAMED("InvalidAddressError"), AT(address_parse_exception),
     "An address is well-formed but cannot name anything."},
    {AT(invalid_spec_path_error), NAMED("InvalidSpecPathError"), AT(invalid_address_error),
     "The path of an address is absolute, not normalised, or names a BUILD file."},
    {AT(invalid_target_name_error), NAMED("InvalidTargetNameError"), AT(invalid_address_error),
     "The name part or the generated part of an address is missing or not allowed."},
    {AT(invalid_parameters_error), NAMED("InvalidParametersError"), AT(invalid_address_error),
     "The parameters (after `@`) of an address hold a character that is not allowed."},
    {AT(unsupported_wildcard_error), NAMED("UnsupportedWildcardError"), AT(invalid_address_error),
     "A wildcard (`:` or `::` at the end) stands where one target must be named."},
    {AT(engine_error), NAMED("EngineError"), 0, "The engine could not do what a rule asked for."},
    {AT(intrinsic_error), NAMED("IntrinsicError"), AT(engine_error),
     "An operation that the engine itself performs has failed."},
    {AT(incorrect_product_error), NAMED("IncorrectProductError"), AT(engine_error),
     "A rule returned a value of another type than it declares."},
    {AT(poll_timeout), NAMED("PollTimeout"), 0, "Nothing changed within the time allowed."},
};

int py_exceptions_setup_types(PyObject *module) {
    char *state = (char *)pyembed_state_of_module(module);
    for (size_t i = 0; i < ARRAY_LEN(exceptions); i++) {
        const struct exception_spec *spec = &exceptions[i];
        PyObject *base = spec->base != 0 ? *(PyObject **)(state + spec->base) : NULL;
        PyObject *type = PyErr_NewExceptionWithDoc(spec->name, spec->doc, base, NULL);
        if (type == NULL) {
            return -1;
        }
        *(PyObject **)(state + spec->slot) = type;
        if (PyModule_AddType(module, (PyTypeObject *)type) < 0) {
            return -1;
        }
    }
    return 0;
}
