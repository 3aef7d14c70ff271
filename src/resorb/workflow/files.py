"""Write files whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_all(texts: Mapping[Path, str]) -> None:
    """Write each text to a file beside its path, then put all in their places; folders are made.

    Raises:
        OSError: when a place cannot be written; what stood there stays, and no other is written.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            ready.append((_beside(path, text), path))
        for written, path in ready:
            written.replace(path)
    except BaseException:
        for written, _ in ready:
            written.unlink(missing_ok=True)
        raise


def _beside(path: Path, text: str) -> Path:
    """A file with ``text`` in the folder of ``path``, which is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
