"""`python -m pants`: the same program, run by its own interpreter."""

from __future__ import annotations

if __name__ == "__main__":
    import sys

    from pants.bin.pants_loader import main

    sys.exit(main())
