"""The folder that holds the repository."""

from __future__ import annotations


class BuildRoot:
    """Finds and remembers the root of the repository; there is one instance.

    The root is the nearest folder upwards that has one of the sentinel files.
    """

    sentinel_files = ("pants", "pants.toml", "BUILDROOT", "BUILD_ROOT")

    class NotFoundError(Exception):
        """No folder upwards is the root of a repository."""

    _instance: BuildRoot | None = None
    _root_dir: str | None

    def __new__(cls) -> BuildRoot:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance._root_dir = None
        return cls._instance

    def find_buildroot(self, cwd: str) -> str:
        """The root that a folder lies in."""
        import os

        folder = os.path.realpath(cwd)
        while True:
            if any(os.path.isfile(os.path.join(folder, name)) for name in self.sentinel_files):
                return folder
            parent = os.path.dirname(folder)
            if parent == folder:
                raise self.NotFoundError(
                    f"No build root found above {cwd}: a build root has a file named "
                    f"{' or '.join(self.sentinel_files)}."
                )
            folder = parent

    @property
    def path(self) -> str:
        """The root of the repository."""
        if self._root_dir is None:
            import os

            override = os.environ.get("PANTS_BUILDROOT_OVERRIDE")
            self._root_dir = (
                os.path.realpath(override) if override else self.find_buildroot(os.getcwd())
            )
        return self._root_dir

    @path.setter
    def path(self, root_dir: str) -> None:
        import os

        path = os.path.realpath(root_dir)
        if not os.path.isdir(path):
            raise ValueError(f"The build root {root_dir} is not a folder.")
        self._root_dir = path

    @property
    def pathlib_path(self) -> object:
        """The root as a `pathlib.Path`."""
        from pathlib import Path

        return Path(self.path)

    def new_path(self, *components: str) -> str:
        """A path in the repository."""
        import os

        return os.path.join(self.path, *components)

    def reset(self) -> None:
        """Forget the root; it is looked for anew."""
        self._root_dir = None

    def temporary(self, path: str) -> _Temporary:
        """Have another root inside a `with` block."""
        return _Temporary(self, path)

    def __str__(self) -> str:
        return f"BuildRoot({self._root_dir})"


class _Temporary:
    """Puts the former root back at the end of the block."""

    def __init__(self, build_root: BuildRoot, path: str) -> None:
        self._build_root = build_root
        self._path = path

    def __enter__(self) -> None:
        self._former = self._build_root._root_dir
        self._build_root.path = self._path

    def __exit__(self, *_: object) -> None:
        self._build_root._root_dir = self._former
