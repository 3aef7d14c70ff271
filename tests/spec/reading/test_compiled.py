"""Compiled patterns kept between runs: the same as compiled anew, and done without where they cannot be kept."""

import marshal
import os
import re
import subprocess
import sys
from pathlib import Path
from zlib import crc32

import pytest

from resorb.reading import compiled
from resorb.reading.compiled import Shelf
from tests.spec.reading.test_lazy import patterns_of_scan

FIRST = [(rf"(?P<n>\d+)\s+lesion{'s' * n}\b|[–—·]{{{n}}}", re.IGNORECASE) for n in range(30)]
"""As many patterns as are worth a file."""
SECOND = [(rf"^(?:wom[ae]n|m[ae]n)\s{{{n}}}(?i:NODULE)$", re.MULTILINE) for n in range(30)]


def filled(path: Path, patterns: list[tuple[str, re.RegexFlag]]) -> Shelf:
    shelf = Shelf(path)
    for one in patterns:
        shelf.compiled(*one)
    shelf.keep()
    return shelf


def holds(path: Path, patterns: list[tuple[str, re.RegexFlag]]) -> bool:
    """Whether a shelf read from the file has all patterns without compiling any."""
    shelf = Shelf(path)
    return all(shelf._entry(compiled._key(*one)) is not None for one in patterns)


def test_what_is_kept_is_what_python_compiles(tmp_path: Path) -> None:
    # Two patterns are equal to Python when their flags, their text and each step of their code are.
    named = [(one.pattern, one.flags & ~re.UNICODE) for one in patterns_of_scan()] + FIRST + SECOND
    made, kept = filled(tmp_path / "patterns.bin", named), Shelf(tmp_path / "patterns.bin")
    for pattern, flags in named:
        plain = re.compile(pattern, flags)
        for one in (made.compiled(pattern, flags), kept.compiled(pattern, flags)):
            assert one == plain
            assert (one.groups, one.groupindex) == (plain.groups, plain.groupindex)
    assert holds(tmp_path / "patterns.bin", named)


def test_needed_words_are_kept_once_they_were_looked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "patterns.bin")
    for one in SECOND:
        shelf.compiled(*one)
    assert shelf.words(*SECOND[1]) is None
    assert shelf.find_words(*SECOND[1]) == ({"man nodule", "men nodule"},)
    shelf.keep()
    again = Shelf(tmp_path / "patterns.bin")
    assert again.words(*SECOND[1]) == shelf.find_words(*SECOND[1])
    assert again.words(*SECOND[2]) is None
    assert again.words("never seen", 0) is None


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = Shelf(tmp_path / "patterns.bin"), Shelf(tmp_path / "patterns.bin")
    for a, b in zip(FIRST, SECOND, strict=True):
        one.compiled(*a)
        other.compiled(*b)
    one.keep()
    other.keep()
    assert holds(tmp_path / "patterns.bin", FIRST + SECOND)


def test_a_few_new_patterns_are_not_worth_a_file(tmp_path: Path) -> None:
    filled(tmp_path / "patterns.bin", FIRST[:5])
    assert list(tmp_path.iterdir()) == []


INDEX = marshal.dumps((("of", "another", "Python"), {}))
OF_ANOTHER = compiled._HEAD.pack(crc32(INDEX), len(INDEX)) + INDEX


@pytest.mark.parametrize(
    "useless",
    [b"", b"\0" * 40, b"rubbish", OF_ANOTHER],
    ids=["empty", "noughts", "rubbish", "of another Python"],
)
def test_a_file_of_no_use_is_made_anew(tmp_path: Path, useless: bytes) -> None:
    path = tmp_path / "patterns.bin"
    path.write_bytes(useless)
    filled(path, FIRST)
    assert holds(path, FIRST)


def test_a_file_cut_short_or_spoiled_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "patterns.bin"
    filled(path, FIRST)
    whole = path.read_bytes()
    for at in range(0, len(whole), 997):
        for spoiled in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            path.write_bytes(spoiled)
            assert not holds(path, FIRST)
            assert [Shelf(path).compiled(*one) for one in FIRST[::7]] == [re.compile(*one) for one in FIRST[::7]]
    path.write_bytes(whole[:100])
    filled(path, FIRST)
    assert holds(path, FIRST)


def test_a_file_of_patterns_that_are_gone_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "patterns.bin", FIRST)
    monkeypatch.setattr(compiled, "_MOST", 30)
    filled(tmp_path / "patterns.bin", SECOND)
    assert holds(tmp_path / "patterns.bin", SECOND)
    assert not holds(tmp_path / "patterns.bin", FIRST)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for path in (None, tmp_path / "file" / "patterns.bin"):
        shelf = Shelf(path)
        assert [shelf.compiled(*one) for one in FIRST] == [re.compile(*one) for one in FIRST]
        shelf.keep()
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_python_whose_compiler_is_not_known_compiles_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_KNOWN", False)
    shelf = filled(tmp_path / "patterns.bin", FIRST)
    assert shelf.compiled(*FIRST[0]) == re.compile(*FIRST[0])
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_reads_what_the_first_has_kept(tmp_path: Path) -> None:
    said = "Of 28 patients 19 (58%) improved after 3 months of 12.5 mg of sodium thiosulfate."
    runs = [
        subprocess.run(
            [sys.executable, "-m", "resorb", "scan", "-"],
            input=said,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert "58" in runs[0].stdout
    assert [p.name for p in (tmp_path / "resorb").iterdir()] == ["patterns.bin"]
    assert b"thiosulfate" not in (tmp_path / "resorb" / "patterns.bin").read_bytes()
