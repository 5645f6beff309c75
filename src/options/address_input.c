/* Addresses as they are written in BUILD files and on the command line, made whole. */
#include "base/path.h"
#include "options/address.h"

#define FAULT(kind, e, ...)                                                                        \
    (ret_fault != NULL ? (void)(*ret_fault = (kind)) : (void)0,                                    \
     err_set((e), ERR_USAGE, __VA_ARGS__))

/* " from <origin>", for messages. */
static struct str from_text(struct arena *a, struct str origin) {
    return origin.len > 0 ? arena_printf(a, " from %.*s", STR_FMT(origin)) : STR("");
}

/* The subproject that the folder lies in, or "". */
static struct str subproject_of(const struct address_context *context) {
    for (size_t i = 0; i < context->subproject_count; i++) {
        if (path_is_within(context->relative_to, context->subproject_roots[i])) {
            return context->subproject_roots[i];
        }
    }
    return STR_NULL;
}

static struct str join(struct arena *a, struct str folder, struct str path) {
    if (folder.len == 0 || path.len == 0) {
        return arena_str(a, folder.len == 0 ? path : folder);
    }
    return arena_printf(a, "%.*s/%.*s", STR_FMT(folder), STR_FMT(path));
}

/* The first part of path that a normalised path would not have; NULL ptr when it is fine. */
static struct str bad_part(struct str path) {
    struct str rest = path, part;
    for (bool done = false; path.len > 0 && str_split_next(&rest, &done, '/', &part);) {
        if (part.len == 0 || str_eq(part, STR(".")) || str_eq(part, STR(".."))) {
            return part.len == 0 ? STR("//") : part;
        }
    }
    return STR_NULL;
}

static int resolve_path(struct arena *a, struct str text, struct str path,
                        const struct address_context *context, struct str *ret,
                        enum address_fault *ret_fault, struct err *e) {
    struct str checked = path, folder = STR_NULL;
    if (str_starts(path, STR("//"))) {
        checked = str_from_at(path, 2);
    } else if (path.len == 0) {
        folder = context->relative_to;
    } else if (str_starts(path, STR("./"))) {
        checked = str_from_at(path, 2);
        folder = context->relative_to;
    } else {
        folder = subproject_of(context);
    }
    struct str from = from_text(a, context->origin);
    if (str_starts(checked, STR("/"))) {
        return FAULT(ADDRESS_BAD_PATH, e,
                     "The address `%.*s`%.*s starts at the root of the file system; `//` starts at "
                     "the root of the repository.",
                     STR_FMT(text), STR_FMT(from));
    }
    struct str bad = str_ends(checked, STR("/")) ? STR("/") : bad_part(checked);
    if (bad.ptr != NULL) {
        return FAULT(
            ADDRESS_BAD_PATH, e,
            "The address `%.*s`%.*s has the part `%.*s` in its path; an address goes without "
            "`.`, `..` and needless slashes.",
            STR_FMT(text), STR_FMT(from), STR_FMT(bad));
    }
    *ret = join(a, folder, checked);
    return 0;
}

/* Sorts a copy by key; of a repeated key the last one holds. */
static void set_params(struct arena *a, const struct address_parts *parts,
                       struct address_input *ret) {
    struct address_param *params = ARENA_ARRAY(a, struct address_param, parts->param_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < parts->param_count; i++) {
        size_t at = 0;
        while (at < count && !str_eq(params[at].key, parts->params[i].key)) {
            at++;
        }
        params[at] = parts->params[i];
        count += at == count;
    }
    address_params_sort(params, count);
    ret->params = params;
    ret->param_count = count;
}

int address_input_parse(struct arena *a, struct str text, const struct address_context *context,
                        struct address_input *ret, enum address_fault *ret_fault, struct err *e) {
    static const struct address_context nothing = {0};
    context = context != NULL ? context : &nothing;
    struct address_parts parts;
    struct str from = from_text(a, context->origin);
    int r = address_split(a, text, &parts, ret_fault, e);
    if (r < 0) {
        if (context->origin.len > 0) {
            err_context(e, "%.*s", STR_FMT(context->origin));
        }
        return r;
    }
    if (parts.wildcard != ADDRESS_NO_WILDCARD) {
        return FAULT(ADDRESS_WILDCARD, e,
                     "The address `%.*s`%.*s ends in a wildcard (`%s`), which is not supported "
                     "here: name one target.",
                     STR_FMT(text), STR_FMT(from), parts.wildcard == ADDRESS_DIR ? ":" : "::");
    }
    struct address_input input = {.original = text,
                                  .target = parts.target,
                                  .generated = parts.generated,
                                  .origin = context->origin};
    r = resolve_path(a, text, parts.path, context, &input.path, ret_fault, e);
    if (r < 0) {
        return r;
    }
    if (input.path.len == 0 && input.target.ptr == NULL) {
        return FAULT(ADDRESS_BAD_NAME, e,
                     "The address `%.*s`%.*s must name a target of the build root: `//:name`.",
                     STR_FMT(text), STR_FMT(from));
    }
    set_params(a, &parts, &input);
    *ret = input;
    return 0;
}

int address_from_file(struct arena *a, const struct address_input *input, struct address *ret,
                      enum address_fault *ret_fault, struct err *e) {
    struct str folder = path_dir(input->path), target = input->target;
    struct str from = from_text(a, input->origin);
    if (input->generated.ptr != NULL) {
        return FAULT(ADDRESS_BAD_NAME, e,
                     "The address `%.*s`%.*s names a file, and a file's target has no generated "
                     "name (`#%.*s`).",
                     STR_FMT(input->original), STR_FMT(from), STR_FMT(input->generated));
    }
    if (target.ptr == NULL && folder.len == 0) {
        return FAULT(ADDRESS_BAD_NAME, e,
                     "The address `%.*s`%.*s names a file in the build root, so it must say which "
                     "target owns it: `//%.*s:name`.",
                     STR_FMT(input->original), STR_FMT(from), STR_FMT(input->path));
    }
    while (str_starts(target, STR("../"))) {
        if (folder.len == 0) {
            return FAULT(ADDRESS_BAD_NAME, e,
                         "The target name `%.*s` of the address `%.*s`%.*s climbs above the build "
                         "root.",
                         STR_FMT(input->target), STR_FMT(input->original), STR_FMT(from));
        }
        folder = path_dir(folder);
        target = str_from_at(target, 3);
    }
    if (str_find_char(target, '/') >= 0 || (target.ptr != NULL && target.len == 0)) {
        return FAULT(ADDRESS_BAD_NAME, e,
                     "The target name `%.*s` of the address `%.*s`%.*s must be a name, with `../` "
                     "in front for each folder between the file and its target.",
                     STR_FMT(input->target), STR_FMT(input->original), STR_FMT(from));
    }
    struct address address = {
        .spec_path = folder,
        .target = target,
        .relative_file = str_from_at(input->path, folder.len > 0 ? folder.len + 1 : 0),
        .params = input->params,
        .param_count = input->param_count,
    };
    int r = address_check(&address, ret_fault, e);
    if (r == 0) {
        *ret = address;
    }
    return r;
}

int address_from_dir(struct arena *a, const struct address_input *input, struct address *ret,
                     enum address_fault *ret_fault, struct err *e) {
    (void)a;
    struct address address = {
        .spec_path = input->path,
        .target = input->target,
        .generated = input->generated,
        .params = input->params,
        .param_count = input->param_count,
    };
    int r = address_check(&address, ret_fault, e);
    if (r == 0) {
        *ret = address;
    }
    return r;
}
