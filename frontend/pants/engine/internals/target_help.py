"""Help texts that many fields share."""

from __future__ import annotations

from pants.util.strutil import softwrap


def _example_block(example: str) -> str:
    import textwrap

    return textwrap.indent(textwrap.dedent(example).strip("\n").rstrip(), "    ")


def generate_file_based_overrides_field_help_message(
    generated_target_name: str, example: str
) -> str:
    """The help of `overrides` of a generator that makes a target for each file."""
    head = softwrap(
        f"""
        Field values for some of the generated `{generated_target_name}` targets.

        The keys are file names or globs relative to the folder of the BUILD file, or tuples of
        them; the values are dictionaries of fields. For example:
        """
    )
    tail = softwrap(
        """
        File names and globs must stay inside the folder of the BUILD file and match what the
        generator's sources match. A field of a file may be set by one entry only.
        """
    )
    return f"{head}\n\n{_example_block(example)}\n\n{tail}".replace("For example:", "An example:")


def generate_multiple_sources_field_help_message(files_example: str) -> str:
    """The help of `sources` of a generator."""
    return softwrap(
        f"""
        Files and globs that belong to this target, relative to the folder of the BUILD file.

        {files_example}

        A glob with a `!` in front takes files out again.
        """
    )
