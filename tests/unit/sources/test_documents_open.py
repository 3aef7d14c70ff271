"""Files opened by what they are; text of any length and encoding."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.sources.documents import open as opening
from resorb.sources.documents.open import open_document, read_document
from resorb.sources.documents.streams import BLOCK, PART, WHOLE, characters, parts_of
from resorb.values.documents import Document
from resorb.values.findings import BadInput
from tests.unit.sources.made_documents import archive, column, pdf


def text_of(document: Document) -> str:
    return " ".join(block.passage.text for block in document.blocks)


def fault(data: bytes, name: str) -> str:
    with pytest.raises(BadInput) as caught:
        list(read_document(data, name))
    (only,) = caught.value.faults
    assert only.place.file == name
    assert only.remedy
    return only.rule


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"12 of 28", "a.txt"),
        (b"# 12 of 28", "a.md"),
        (b"<p>12 of 28", "a.htm"),
        (b"<!DOCTYPE html><p>12 of 28", "a.txt"),
        (pdf(column(["12 of 28"])), "a.bin"),
    ],
)
def test_a_file_is_read_as_what_it_is(data: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (document,) = open_document(str(tmp_path / name))
    assert text_of(document) == "12 of 28"
    assert [text_of(d) for d in read_document(data, name)] == ["12 of 28"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_in_any_encoding(encoding: str) -> None:
    text = "Of 28 patients – 50 µg/mL – twelve (43 %) were “well”."
    (document,) = read_document(text.encode(encoding), "a.txt")
    assert text_of(document) == text


def test_one_wrong_byte_does_not_change_the_other_lines() -> None:
    (document,) = read_document("50 µg für\n\n".encode() + "50 µg für".encode("cp1252"), "a.txt")
    assert text_of(document) == "50 µg für 50 µg für"


@pytest.mark.parametrize(
    ("data", "name", "rule"),
    [
        (bytes(range(32)) * 40, "a.txt", "not text"),
        (b"\x89PNG\r\n", "a.txt", "picture"),
        (b"\xd0\xcf\x11\xe0" * 9, "a.doc", "old Office"),
        (b"{\\rtf1 a}", "a.rtf", "RTF"),
        (b"\x1f\x8b\x08" * 9, "a.txt.gz", "gzip"),
        (b"just text", "a.docx", "no DOCX"),
        (b"just text", "a.pdf", "no PDF"),
        (archive({"a": b"b"}), "a.zip", "no Word document"),
        (b"%PDF-1.7 nothing", "a.pdf", "no PDF that can be read"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, name: str, rule: str) -> None:
    assert rule in fault(data, name)


def test_files_that_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opening, "LARGEST", 1_000)
    large = pdf(column(["x" * 90] * 20))
    assert "larger than" in fault(large, "a.pdf")
    (tmp_path / "a.pdf").write_bytes(large)
    with pytest.raises(BadInput, match="larger than"):
        open_document(str(tmp_path / "a.pdf"))


@pytest.mark.parametrize("name", ["missing.txt", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_a_fault_at_once(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        open_document(f"{tmp_path}/{name}")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b"12 of 28", pdf(column(["12 of 28"])), b"<html><p>12 of 28"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        (document,) = open_document("-")
        assert (document.name, text_of(document)) == ("-", "12 of 28")


def long_text(line_end: str = "\n", notes: int = 5_000) -> str:
    course = "The patient was seen in the clinic and had no complaints, so that the drug was given as before. " * 2
    return "".join(f"Note {n}.{line_end}Given: {n} g.{line_end}{course}{line_end}{line_end}" for n in range(notes))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_long_text_comes_in_parts_with_the_right_lines(line_end: str) -> None:
    text = long_text(line_end)
    assert len(text) > WHOLE
    documents = list(read_document(text.encode(), "a.txt"))
    assert len(documents) > 3
    found = [(b.passage.text, b.passage.line_and_column(0)[0]) for d in documents for b in d.blocks]
    expected = [(line, n) for n, line in enumerate(text.split(line_end), 1) if line]
    assert " ".join(t for t, _ in found).split() == " ".join(t for t, _ in expected).split()
    lines = dict(reversed(expected))
    assert all(lines[t] == n for t, n in found if t in lines and t.startswith("Note"))


def test_a_line_of_megabytes_is_cut_after_a_sentence_and_keeps_its_columns() -> None:
    text = "Twelve of 28 patients were well. " * 50_000
    parts = list(parts_of([text]))
    assert all(len(part) <= PART and part.endswith(". ") for part, _, _ in parts)
    at = 1
    for part, line, column_ in parts:
        assert (line, column_) == (1, at)
        at += len(part)


@given(st.lists(st.sampled_from(["a", " ", "\n", "\r\n", "\r", "\n\n", "é", "\U0001f600", ". ", "\f"]), max_size=40))
def test_parts_and_blocks_lose_nothing(pieces: list[str]) -> None:
    text = "".join(pieces) * 6_000
    parts = list(parts_of(text[at : at + 70_001] for at in range(0, len(text), 70_001)))
    assert "".join(part for part, _, _ in parts) == text
    data = text.encode()
    assert "".join(characters(data[at : at + BLOCK] for at in range(0, len(data), BLOCK))) == text


@pytest.mark.slow
@pytest.mark.parametrize("by_name", [True, False])
def test_memory_stays_flat(by_name: bool, tmp_path: Path) -> None:
    """Three times as much text takes no more memory, from a file and from standard input."""
    script = (
        "import resource, sys\n"
        "from resorb.sources.documents.open import open_document\n"
        "parts = sum(1 for _ in open_document(sys.argv[1]))\n"
        "print(parts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    used = []
    for notes in (6_000, 18_000):
        file = tmp_path / f"{notes}.txt"
        file.write_text(long_text(notes=notes), encoding="utf-8")
        with file.open("rb") as stream:
            words = [sys.executable, "-c", script, str(file) if by_name else "-"]
            run = subprocess.run(words, stdin=stream, capture_output=True, check=True)
        used.append(int(run.stdout.split()[1]))
    assert used[1] < 1.15 * used[0]
