"""The entry point: collects what a run starts from, and turns failures into exit codes."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> int:
    """Run the command line of the process; the exit code."""
    import gc
    import posix

    # A run ends before the garbage of cycles counts; looking for it costs more than it gives.
    gc.disable()
    _end_on_interrupt()

    if sys.stdout is None:  # closed by whoever started us: what is printed is lost, not an error
        sys.stdout = open("/dev/null", "w", encoding="utf-8")

    from pants.bin.local_pants_runner import run

    env = [
        f"{name.decode('utf-8', 'surrogateescape')}={value.decode('utf-8', 'surrogateescape')}"
        for name, value in posix.environ.items()
    ]
    return run(sys.argv[1:], env, posix.getcwd())


def _end_on_interrupt() -> None:
    """The first Ctrl-C ends the run in an orderly way, the second one ends the process."""
    import _signal

    def interrupt(*_: object) -> None:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        raise KeyboardInterrupt

    _signal.signal(_signal.SIGINT, interrupt)


class PantsLoader:
    """The name under which launchers of other versions look for the entry point."""

    @classmethod
    def main(cls) -> NoReturn:
        """Run, and end the process."""
        sys.exit(main())
