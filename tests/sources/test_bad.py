"""Every way in which a study file was ever seen, or feared, to be wrong: one file each, with the faults it must show.

A file opens with a comment per fault, ``# fault LINE:COLUMN FIELD``; the reader must find these and no others.
"""

import re
from pathlib import Path

import pytest

from resorb.sources.study_file import read_study, read_study_file
from resorb.values.findings import BadInput

FILES = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


def expected(text: str) -> list[tuple[int, int, str]]:
    found = re.findall(r"^# fault (\d+):(\d+) (\S+)$", text, re.MULTILINE)
    return sorted((int(line), int(column), field) for line, column, field in found)


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60
    assert all(expected(f.read_text(encoding="utf-8")) for f in FILES)


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_each_fault_is_found_where_it_stands(file: Path) -> None:
    with pytest.raises(BadInput) as bad:
        read_study_file(file, file.name)
    found = [(f.place.line, f.place.column, f.field) for f in bad.value.faults]
    assert found == expected(file.read_text(encoding="utf-8"))
    for fault in bad.value.faults:
        assert fault.rule.strip()
        assert fault.remedy.strip()
        assert str(fault).startswith(f"{file.name}:{fault.place.line}:{fault.place.column}: {fault.field}: ")
        assert len(str(fault)) < 600


def test_five_faults_in_one_file_are_five_errors_at_once() -> None:
    with pytest.raises(BadInput) as bad:
        read_study_file(Path(__file__).parent / "bad" / "five-faults.yaml")
    assert len(bad.value.faults) == 5


@pytest.mark.parametrize(
    ("content", "line", "column", "rule"),
    [
        (b"", 1, 1, "empty"),
        (b"# only a comment\n", 1, 1, "empty"),
        (b"study: b\xe9\n", 1, 9, "UTF-8"),
        (b"study: x\ntitle: a\x00b\n", 2, 9, "U+0000"),
        ("study: é\ntitle: µ\x07\n".encode(), 2, 9, "U+0007"),
        ("study: x\ntitle: \ud800\n", 2, 8, "UTF-8"),
        ("study: x\n".encode("utf-16"), 1, 1, "UTF-8"),
    ],
)
def test_bytes_that_are_no_text(content: bytes | str, line: int, column: int, rule: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_study(content, "bytes.yaml")
    (fault,) = bad.value.faults
    assert (fault.place.line, fault.place.column) == (line, column)
    assert rule in fault.rule


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(BadInput) as bad:
        read_study_file(Path("nowhere.yaml"))
    assert "nowhere.yaml:1:1: file:" in str(bad.value)
