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
from mmap import ACCESS_READ, mmap
from os import environ, getpid
from pathlib import Path
from struct import Struct
from typing import Any
from zlib import crc32

from resorb.reading import needed as of_words

_KNOWN = sys.implementation.name == "cpython" and (3, 11) <= sys.version_info[:2] <= (3, 13)
_WORTH_KEEPING = 20
"""So many new patterns are worth a file; fewer are compiled again as quickly."""
_MOST = 4000
"""Patterns in a file. One that holds more, of versions of the package that are gone, is begun anew."""
_HEAD = Struct(">IQ")
"""Before the index: the sum of its bytes, and how many they are. The entries stand behind it."""
Entry = tuple[bytes, int, int, dict[str, int], tuple[of_words.Words, ...] | None]
"""Code, flags, groups, names of groups, and the needed words if they were asked for."""


class Shelf:
    """The patterns of one file. One that cannot be read or is of another version counts as empty, and so does None."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._file = path, _File(path)
        self._entries: dict[bytes, Entry] = {}
        self._new: set[bytes] = set()

    def compiled(self, pattern: str, flags: int) -> re.Pattern[str]:
        """What ``re.compile`` gives."""
        key, flags = _key(pattern, flags), int(flags)
        entry = self._entry(key)
        if entry is None:
            if not _KNOWN:
                return re.compile(pattern, flags)
            entry = self._add(key, _code(pattern, flags))
        return _from_code(pattern, entry)

    def words(self, pattern: str, flags: int) -> tuple[of_words.Words, ...] | None:
        """The needed words of a pattern if they are kept; None when they were never looked for."""
        entry = self._entry(_key(pattern, flags))
        return entry[4] if entry else None

    def find_words(self, pattern: str, flags: int) -> tuple[of_words.Words, ...]:
        """The needed words of a pattern."""
        found = of_words.needed(pattern, flags)
        key = _key(pattern, flags)
        if (entry := self._entry(key)) is not None:
            self._add(key, (*entry[:4], found))
        return found

    def keep(self) -> None:
        """Write what is new, together with what another process wrote meanwhile; the file is whole or as it was."""
        if self._path is None or len(self._new) < _WORTH_KEEPING:
            return
        others = _File(self._path)
        every = others.all() if len(others.index) < _MOST else self._file.all()
        every = every if len(every) < _MOST else {}
        every |= {key: marshal.dumps(self._entries[key]) for key in self._new}
        for file in (others, self._file):
            file.close()  # some systems replace no file that is read
        half = self._path.with_name(f"{self._path.name}.{getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.write_bytes(_written(every))
            half.replace(self._path)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        self._new, self._file = set(), _File(self._path)

    def _entry(self, key: bytes) -> Entry | None:
        if key not in self._entries and (kept := self._file.get(key)) is not None:
            self._entries[key] = marshal.loads(kept)  # noqa: S302 - a user's own file, as a .pyc is
        return self._entries.get(key)

    def _add(self, key: bytes, entry: Entry) -> Entry:
        self._entries[key] = entry
        self._new.add(key)
        return entry


class _File:
    """A file of entries, each looked up when it is asked for: a command that needs a hundred reads a hundred.

    ``index`` holds place, length and sum of each. What does not give its sum, spoiled or cut short, is not there.
    """

    def __init__(self, path: Path | None) -> None:
        self.index: dict[bytes, tuple[int, int, int]] = {}
        self._bytes: mmap | None = None
        try:
            if path is None:
                return
            with path.open("rb") as file:
                self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError):  # none, or empty
            return
        self._begin = self._read_index(self._bytes)

    def _read_index(self, written: mmap) -> int:
        """Fill the index; where the entries begin."""
        if len(written) < _HEAD.size:
            return 0
        told, size = _HEAD.unpack(written[: _HEAD.size])
        begin: int = _HEAD.size + size
        index = written[_HEAD.size : begin]
        if index and told == crc32(index):  # marshal may not be given what was cut short or spoiled
            version, places = marshal.loads(index)  # noqa: S302 - a user's own file, as a .pyc is
            self.index = dict(places) if version == _version() else {}
        return begin

    def get(self, key: bytes) -> bytes | None:
        """An entry as it was written; None when it is not in the file, or not as it was."""
        if self._bytes is None or key not in self.index:
            return None
        at, size, told = self.index[key]
        kept = self._bytes[self._begin + at : self._begin + at + size]
        return kept if kept and crc32(kept) == told else None

    def all(self) -> dict[bytes, bytes]:
        """Every entry that is as it was."""
        return {key: kept for key in self.index if (kept := self.get(key)) is not None}

    def close(self) -> None:
        """Let go of the file; there is nothing in it any more."""
        if self._bytes is not None:
            self._bytes.close()
        self._bytes, self.index = None, {}


def _written(every: dict[bytes, bytes]) -> bytes:
    places, at = {}, 0
    for key, entry in every.items():
        places[key] = (at, len(entry), crc32(entry))
        at += len(entry)
    index = marshal.dumps((_version(), places))
    return b"".join([_HEAD.pack(crc32(index), len(index)), index, *every.values()])


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
    return 2, sys.hexversion, sre.MAGIC, sre.CODESIZE, rules


def _key(pattern: str, flags: int) -> bytes:
    return blake2b(f"{int(flags)}:{pattern}".encode(), digest_size=16).digest()


def _code(pattern: str, flags: int) -> Entry:
    """The steps of ``re._compiler.compile`` before its last."""
    tree = import_module("re._parser").parse(pattern, flags)
    code = import_module("re._compiler")._code(tree, flags)
    state = tree.state
    return array("I", code).tobytes(), flags | state.flags, state.groups - 1, dict(state.groupdict), None


def _from_code(pattern: str, entry: Entry) -> re.Pattern[str]:
    code, flags, groups, names, _ = entry
    of_group: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        of_group[number] = name
    made: re.Pattern[str] = import_module("_sre").compile(
        pattern, flags, array("I", code).tolist(), groups, names, tuple(of_group)
    )
    return made
