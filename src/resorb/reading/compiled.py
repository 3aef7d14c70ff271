"""Patterns compiled once for a user: what compiling gives is kept in a file of the user's cache.

A scan of one paper uses some nine hundred patterns, and to compile them and to find the words they need takes longer
than to read the paper. What is kept is made anew when Python or :mod:`resorb.reading.needed` is another, and a file
that cannot be read or written is done without. It holds nothing of what was read. The compiler's parts have no public
door; a Python whose parts are not known here compiles as ever.
"""

from __future__ import annotations

import atexit
import marshal
import re
import sys
from array import array
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from os import environ, getpid
from pathlib import Path
from typing import Any
from zlib import crc32

from resorb.reading import needed as of_words

_KNOWN = sys.implementation.name == "cpython" and (3, 11) <= sys.version_info[:2] <= (3, 13)
_WORTH_KEEPING = 20
"""So many new patterns are worth a file; fewer are compiled again as quickly."""
_MOST = 6000
"""Patterns in a file. One that holds more, of versions of the package that are gone, is begun anew."""
_INT, _SUM = "I", 4
Entry = tuple[bytes, int, int, dict[str, int], tuple[of_words.Words, ...] | None]
"""Code, flags, groups, names of groups, and the needed words if they were asked for."""


class Shelf:
    """The patterns of one file. One that cannot be read or is of another version counts as empty, and so does None."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._new = path, 0
        self._entries = _read(path)

    def compiled(self, pattern: str, flags: int) -> re.Pattern[str]:
        """What ``re.compile`` gives."""
        key, flags = _key(pattern, flags), int(flags)
        entry = self._entries.get(key)
        if entry is not None:
            return _from_code(pattern, entry)
        if not _KNOWN:
            return re.compile(pattern, flags)
        self._entries[key] = entry = _code(pattern, flags)
        self._new += 1
        return _from_code(pattern, entry)

    def words(self, pattern: str, flags: int) -> tuple[of_words.Words, ...] | None:
        """The needed words of a pattern if they are kept; None when they were never looked for."""
        entry = self._entries.get(_key(pattern, flags))
        return entry[4] if entry else None

    def find_words(self, pattern: str, flags: int) -> tuple[of_words.Words, ...]:
        """The needed words of a pattern."""
        found = of_words.needed(pattern, flags)
        key = _key(pattern, flags)
        if key in self._entries:
            self._entries[key] = (*self._entries[key][:4], found)
            self._new += 1
        return found

    def keep(self) -> None:
        """Write what is new, together with what another process wrote meanwhile; the file is whole or as it was."""
        if self._path is None or self._new < _WORTH_KEEPING:
            return
        others = _read(self._path)
        every = {**others, **self._entries} if len(others) < _MOST else self._entries
        half = self._path.with_name(f"{self._path.name}.{getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = marshal.dumps((_version(), every))
            half.write_bytes(_sum(written) + written)
            half.replace(self._path)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        self._new = 0


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The shelf of this user; what is new on it is written when Python ends."""
    made = Shelf(_of_user())
    atexit.register(made.keep)
    return made


def _of_user() -> Path | None:
    """``resorb/patterns.bin`` in the user's cache; None for a user without a home."""
    try:
        cache = environ.get("XDG_CACHE_HOME") or environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    except RuntimeError:
        return None
    return Path(cache, "resorb", "patterns.bin")


def _version() -> tuple[Any, ...]:
    """What a file is of: code that another Python compiled, or words that other rules found, are of no use."""
    sre = import_module("_sre")
    rules = blake2b(Path(of_words.__file__).read_bytes(), digest_size=16).digest()
    return 1, sys.hexversion, sre.MAGIC, sre.CODESIZE, rules


def _read(path: Path | None) -> dict[bytes, Entry]:
    if path is None:
        return {}
    try:
        told, written = (whole := memoryview(path.read_bytes()))[:_SUM], whole[_SUM:]
    except OSError:
        return {}
    if not written or told != _sum(written):  # marshal may not be given what was cut short or spoiled
        return {}
    version, entries = marshal.loads(written)  # noqa: S302 - a user's own file, as a .pyc is
    return dict(entries) if version == _version() else {}


def _sum(written: bytes | memoryview) -> bytes:
    return crc32(written).to_bytes(_SUM, "big")


def _key(pattern: str, flags: int) -> bytes:
    return blake2b(f"{int(flags)}:{pattern}".encode(), digest_size=16).digest()


def _code(pattern: str, flags: int) -> Entry:
    """The steps of ``re._compiler.compile`` before its last."""
    tree = import_module("re._parser").parse(pattern, flags)
    code = import_module("re._compiler")._code(tree, flags)
    state = tree.state
    return array(_INT, code).tobytes(), flags | state.flags, state.groups - 1, dict(state.groupdict), None


def _from_code(pattern: str, entry: Entry) -> re.Pattern[str]:
    code, flags, groups, names, _ = entry
    of_group: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        of_group[number] = name
    made: re.Pattern[str] = import_module("_sre").compile(
        pattern, flags, array(_INT, code).tolist(), groups, names, tuple(of_group)
    )
    return made
