/* Writing configuration values: as JSON, and as Python shows them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/cval.h"
#include "codec/json.h"
#include "codec/utf8.h"

/*
 * The shortest digits that read back as the same double, laid out as Python does: exponents from
 * 1e16 up and below 1e-4, and ".0" where it would look like an integer.
 */
static void add_float(double f, struct buf *out) {
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*e", digits - 1, f);
        if (strtod(text, NULL) == f) {
            break;
        }
    }
    char *mark = strchr(text, 'e');
    int exponent = atoi(mark + 1);
    if (exponent >= 16 || exponent < -4) {
        *mark = '\0';
        buf_addf(out, "%se%c%02d", text, exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    const char *digits_end = mark;
    int significant = (int)(digits_end - text) - (text[0] == '-') - (strchr(text, '.') != NULL);
    int decimals = significant - 1 - exponent;
    buf_addf(out, "%.*f", decimals > 0 ? decimals : 1, f);
}

void json_quote(struct str s, struct buf *out) {
    buf_add_char(out, '"');
    while (s.len > 0) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        if (n == 0) {
            buf_addz(out, "\xef\xbf\xbd");
            s = str_from_at(s, 1);
            continue;
        }
        if (cp == '"' || cp == '\\') {
            buf_add_char(out, '\\');
            buf_add_char(out, (char)cp);
        } else if (cp == '\n') {
            buf_addz(out, "\\n");
        } else if (cp == '\r') {
            buf_addz(out, "\\r");
        } else if (cp == '\t') {
            buf_addz(out, "\\t");
        } else if (cp < 0x20 || cp == 0x7f) {
            buf_addf(out, "\\u%04x", cp);
        } else {
            buf_add(out, s.ptr, n);
        }
        s = str_from_at(s, n);
    }
    buf_add_char(out, '"');
}

void cval_json(const struct cval *v, struct buf *out) {
    switch (v->kind) {
    case CVAL_BOOL:
        buf_addz(out, v->b ? "true" : "false");
        break;
    case CVAL_INT:
        buf_addf(out, "%lld", (long long)v->i);
        break;
    case CVAL_FLOAT:
        if (isfinite(v->f)) {
            add_float(v->f, out);
        } else {
            buf_addz(out, "null");
        }
        break;
    case CVAL_STR:
    case CVAL_DATETIME:
        json_quote(v->s, out);
        break;
    case CVAL_LIST:
        buf_add_char(out, '[');
        for (uint32_t i = 0; i < v->list.len; i++) {
            buf_addz(out, i > 0 ? ", " : "");
            cval_json(&v->list.items[i], out);
        }
        buf_add_char(out, ']');
        break;
    case CVAL_TABLE:
        buf_add_char(out, '{');
        for (uint32_t i = 0; i < v->table->len; i++) {
            buf_addz(out, i > 0 ? ", " : "");
            json_quote(v->table->pairs[i].key, out);
            buf_addz(out, ": ");
            cval_json(&v->table->pairs[i].value, out);
        }
        buf_add_char(out, '}');
        break;
    default:
        buf_addz(out, "null");
        break;
    }
}

static void repr_str(struct str s, struct buf *out) {
    char quote = str_find_char(s, '\'') >= 0 && str_find_char(s, '"') < 0 ? '"' : '\'';
    buf_add_char(out, quote);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == (unsigned char)quote || c == '\\') {
            buf_add_char(out, '\\');
            buf_add_char(out, (char)c);
        } else if (c == '\n') {
            buf_addz(out, "\\n");
        } else if (c == '\r') {
            buf_addz(out, "\\r");
        } else if (c == '\t') {
            buf_addz(out, "\\t");
        } else if (c < 0x20 || c == 0x7f) {
            buf_addf(out, "\\x%02x", c);
        } else {
            buf_add_char(out, (char)c);
        }
    }
    buf_add_char(out, quote);
}

void cval_repr(const struct cval *v, struct buf *out) {
    switch (v->kind) {
    case CVAL_BOOL:
        buf_addz(out, v->b ? "True" : "False");
        break;
    case CVAL_INT:
        buf_addf(out, "%lld", (long long)v->i);
        break;
    case CVAL_FLOAT:
        if (isnan(v->f)) {
            buf_addz(out, "nan");
        } else if (isinf(v->f)) {
            buf_addz(out, v->f > 0 ? "inf" : "-inf");
        } else {
            add_float(v->f, out);
        }
        break;
    case CVAL_STR:
    case CVAL_DATETIME:
        repr_str(v->s, out);
        break;
    case CVAL_LIST:
        buf_add_char(out, '[');
        for (uint32_t i = 0; i < v->list.len; i++) {
            buf_addz(out, i > 0 ? ", " : "");
            cval_repr(&v->list.items[i], out);
        }
        buf_add_char(out, ']');
        break;
    case CVAL_TABLE:
        buf_add_char(out, '{');
        for (uint32_t i = 0; i < v->table->len; i++) {
            buf_addz(out, i > 0 ? ", " : "");
            repr_str(v->table->pairs[i].key, out);
            buf_addz(out, ": ");
            cval_repr(&v->table->pairs[i].value, out);
        }
        buf_add_char(out, '}');
        break;
    default:
        buf_addz(out, "None");
        break;
    }
}
