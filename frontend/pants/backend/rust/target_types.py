"""Targets for Rust packages."""

from __future__ import annotations

from pants.engine.target import COMMON_TARGET_FIELDS, MultipleSourcesField, Target


class RustPackageSourcesField(MultipleSourcesField):
    default = ("src/**/*.rs", "tests/**/*.rs")
    uses_source_roots = False
    help = (
        "The package's Rust files, as names or globs relative to the BUILD file's folder; a "
        "leading `!` leaves files out."
    )


class RustPackageTarget(Target):
    alias = "rust_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        RustPackageSourcesField,
    )
    help = "A Rust package: the folder of a `Cargo.toml`."
