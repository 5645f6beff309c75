"""Programming languages by the names of their files, and how their comments and strings look.

A row of the table is: name, extensions, file names, line comments, block comments, strings,
programs of a `#!` line. Several of a kind are separated by spaces; block comments are pairs. What
strings are made of:

    "  '        to the same sign on the same line, with backslash escapes
    char        '.' with one character or escape
    `           to the next one, over lines
    triple      three of the same quotes, over lines
    doc         triple quotes that stand as the first statement of a module, class or function
                count as comments
    nested      (not a string) block comments may hold further ones
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_C = ("//", "/* */")
_HASH = ("#", "")

_TABLE = (
    ("Ada", "adb ads", "", "--", "", '"', ""),
    ("Assembly", "s asm", "", "# ; //", "/* */", '"', ""),
    ("Avro IDL", "avdl", "", *_C, '"', ""),
    ("Batch", "bat cmd", "", ":: rem REM", "", "", ""),
    ("BUILD file", "", "BUILD BUILD.pants BUILD.bazel", *_HASH, "\" ' triple", ""),
    ("C", "c", "", *_C, "\" '", ""),
    ("C Header", "h", "", *_C, "\" '", ""),
    ("C#", "cs csx", "", *_C, "\" '", ""),
    ("C++", "cc cpp cxx c++ ipp", "", *_C, "\" '", ""),
    ("C++ Header", "hh hpp hxx inl", "", *_C, "\" '", ""),
    ("Clojure", "clj cljs cljc edn", "", ";", "", '"', ""),
    ("CMake", "cmake", "CMakeLists.txt", "#", "#[[ ]]", '"', ""),
    ("Crystal", "cr", "", *_HASH, '"', "crystal"),
    ("CSS", "css", "", "", "/* */", "\" '", ""),
    ("CUE", "cue", "", "//", "", '"', ""),
    ("D", "d", "", "//", "/* */ /+ +/", '" ` char', ""),
    ("Dart", "dart", "", *_C, "\" ' triple nested", ""),
    ("Dockerfile", "dockerfile", "Dockerfile Containerfile", *_HASH, "\" '", ""),
    ("Elixir", "ex exs", "", *_HASH, '" triple', "elixir"),
    ("Elm", "elm", "", "--", "{- -}", '" char nested', ""),
    ("Erlang", "erl hrl", "", "%", "", '"', "escript"),
    ("F#", "fs fsi fsx", "", "//", "(* *)", '" char triple', ""),
    ("Fortran", "f90 f95 f03 f08", "", "!", "", "\" '", ""),
    ("Go", "go", "", *_C, '" char `', ""),
    ("GraphQL", "graphql gql", "", *_HASH, '" triple', ""),
    ("Groovy", "groovy gradle", "Jenkinsfile", *_C, "\" ' triple", "groovy"),
    ("Haskell", "hs", "", "--", "{- -}", '" char nested', "runhaskell"),
    ("HCL", "hcl tf tfvars", "", "# //", "/* */", '"', ""),
    ("HTML", "html htm xhtml", "", "", "<!-- -->", "", ""),
    ("INI", "ini cfg conf properties", ".editorconfig setup.cfg", "# ;", "", "", ""),
    ("Java", "java", "", *_C, '" char triple', ""),
    ("JavaScript", "js mjs cjs", "", *_C, "\" ' `", "node"),
    ("JSON", "json jsonl", "", "", "", '"', ""),
    ("JSON with comments", "jsonc json5", "", *_C, '"', ""),
    ("JSX", "jsx", "", *_C, "\" ' `", ""),
    ("Julia", "jl", "", "#", "#= =#", '" triple nested', "julia"),
    ("Kotlin", "kt kts", "", *_C, '" char triple nested', ""),
    ("Less", "less", "", *_C, "\" '", ""),
    ("Lisp", "lisp lsp cl el", "", ";", "#| |#", '"', "sbcl"),
    ("Lua", "lua", "", "--", "--[[ ]]", "\" '", "lua"),
    ("Makefile", "mk mak", "Makefile makefile GNUmakefile", *_HASH, "", "make"),
    ("Markdown", "md markdown mdx", "", "", "<!-- -->", "", ""),
    ("Nim", "nim nims", "", "#", "#[ ]#", '" triple nested', "nim"),
    ("Nix", "nix", "", "#", "/* */", '"', ""),
    ("Objective-C", "m mm", "", *_C, "\" '", ""),
    ("OCaml", "ml mli", "", "", "(* *)", '" char nested', "ocaml"),
    ("Perl", "pl pm", "", "#", "=pod =cut", "\" '", "perl"),
    ("PHP", "php", "", "// #", "/* */", "\" '", "php"),
    ("Plain text", "txt text", "", "", "", "", ""),
    ("PowerShell", "ps1 psm1 psd1", "", "#", "<# #>", "\" '", "pwsh"),
    ("Protocol Buffers", "proto", "", *_C, "\" '", ""),
    ("Python", "py pyi pyw", "SConstruct SConscript", *_HASH, "\" ' triple doc", "python"),
    ("R", "r R", "", *_HASH, "\" '", "Rscript"),
    ("reStructuredText", "rst", "", "", "", "", ""),
    ("Ruby", "rb rake gemspec", "Rakefile Gemfile", "#", "=begin =end", "\" '", "ruby"),
    ("Rust", "rs", "", *_C, '" char nested', ""),
    ("Sass", "sass scss", "", *_C, "\" '", ""),
    ("Scala", "scala sc sbt", "", *_C, '" char triple nested', "scala"),
    ("Scheme", "scm ss rkt", "", ";", "#| |#", '" nested', "guile racket"),
    (
        "Shell",
        "sh bash zsh ksh bats",
        ".bashrc .profile .zshrc",
        *_HASH,
        "\" '",
        "sh bash dash ksh zsh",
    ),
    ("SQL", "sql", "", "--", "/* */", "'", ""),
    ("Starlark", "bzl star", "", *_HASH, "\" ' triple", ""),
    ("Svelte", "svelte", "", "//", "/* */ <!-- -->", "\" ' `", ""),
    ("SVG", "svg", "", "", "<!-- -->", "", ""),
    ("Swift", "swift", "", *_C, '" triple nested', "swift"),
    ("Tcl", "tcl", "", *_HASH, '"', "tclsh"),
    ("TeX", "tex sty cls", "", "%", "", "", ""),
    ("Thrift", "thrift", "", "// #", "/* */", "\" '", ""),
    ("TOML", "toml", "Pipfile", *_HASH, "\" ' triple", ""),
    ("TSX", "tsx", "", *_C, "\" ' `", ""),
    ("TypeScript", "ts mts cts", "", *_C, "\" ' `", "deno ts-node"),
    ("Verilog", "v sv svh", "", *_C, '"', ""),
    ("VHDL", "vhd vhdl", "", "--", "/* */", '"', ""),
    ("Vim script", "vim", ".vimrc", '"', "", "'", ""),
    ("Vue", "vue", "", "//", "/* */ <!-- -->", "\" ' `", ""),
    ("XML", "xml xsd xsl xslt pom plist", "", "", "<!-- -->", "", ""),
    ("YAML", "yaml yml", "", *_HASH, "\" '", ""),
    ("Zig", "zig", "", "//", "", '" char', ""),
)


class Language:
    """A row of the table."""

    __slots__ = ("name", "line_comments", "block_comments", "strings", "_counter")

    def __init__(self, row: tuple[str, ...]) -> None:
        self.name = row[0]
        self.line_comments = row[3].split()
        ends = row[4].split()
        self.block_comments = list(zip(ends[::2], ends[1::2]))
        self.strings = row[5].split()
        self._counter: Any = None

    def counter(self) -> Any:
        """What counts its lines, made when it is first needed."""
        if self._counter is None:
            from pants.backend.project_info.line_counter import LineCounter

            self._counter = LineCounter(self)
        return self._counter


class Languages:
    """Finds the language of a file."""

    def __init__(self) -> None:
        self._by_name: dict[str, Language] = {}
        self._by_extension: dict[str, Language] = {}
        self._by_program: dict[str, Language] = {}
        for row in _TABLE:
            language = Language(row)
            self._by_extension.update(dict.fromkeys(row[1].split(), language))
            self._by_name.update(dict.fromkeys(row[2].split(), language))
            self._by_program.update(dict.fromkeys(row[6].split(), language))

    def of(self, path: str, content: bytes) -> Language | None:
        """The language by name, extension or `#!` line; None if nobody knows it."""
        name = path.rpartition("/")[2]
        found = self._by_name.get(name)
        if found is not None:
            return found
        stem, dot, extension = name.rpartition(".")
        if dot and stem:
            found = self._by_extension.get(extension) or self._by_extension.get(extension.lower())
            if found is not None:
                return found
        elif "." not in name or not stem:
            found = self._by_extension_of_stem(name)
        return found or self._by_first_line(content)

    def _by_extension_of_stem(self, name: str) -> Language | None:
        """`Dockerfile` and `Makefile` with something behind a dash or underscore."""
        for sign in "-_":
            found = self._by_name.get(name.partition(sign)[0])
            if found is not None:
                return found
        return None

    def _by_first_line(self, content: bytes) -> Language | None:
        if not content.startswith(b"#!"):
            return None
        words = content[2:256].split(b"\n", 1)[0].decode("latin-1").split()
        programs = [word.rpartition("/")[2] for word in words if not word.startswith("-")]
        if programs and programs[0] == "env":
            programs = programs[1:]
        if not programs:
            return None
        return self._by_program.get(programs[0].rstrip("0123456789."))
