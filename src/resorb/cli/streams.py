"""Only what a command prints itself reaches stdout: native libraries write to file descriptor 1 as they please."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from io import UnsupportedOperation


@contextlib.contextmanager
def own_stdout() -> Iterator[None]:
    """While a command runs, ``sys.stdout`` keeps the real stdout and file descriptor 1 leads to stderr.

    Nothing is done where stdout is no file of the system (a test's buffer).
    """
    before = sys.stdout
    try:
        is_real = before.fileno() == 1
    except (UnsupportedOperation, AttributeError, ValueError):
        is_real = False
    if not is_real:
        yield
        return
    before.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(kept, "w", encoding=before.encoding, errors=before.errors, closefd=False)
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
        sys.stdout = before
        os.dup2(kept, 1)
        os.close(kept)
