"""How fast `resorb scan` reads and judges, how that grows with length, and how much memory a long file takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import escape
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

from tests.corpus.items import items
from tests.unit.sources.made_documents import column, pdf

from resorb.scan.run import scan_document
from resorb.sources.documents.open import read_document

Line = Callable[[str, float | None, float | None, str], None]
Median = Callable[[int, Callable[[], object]], float]

PAPER_WORDS = 3_000
_PEAK = """
import resource, sys
from resorb.scan.run import scan_document
from resorb.sources.documents.open import open_document
for document in open_document(sys.argv[1]):
    sys.argv[2] == "scan" and scan_document(document)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def paper(words: int = PAPER_WORDS) -> str:
    """A text of so many words: clean texts of the corpus, each once before any comes again."""
    clean = [item.text for item in items("development") if item.slip is None]
    made: list[str] = []
    count = 0
    for text in cycle(clean):
        made.append(text)
        count += len(text.split())
        if count >= words:
            return "\n\n".join(made)
    return ""


def scan_speed(line: Line, median_of: Median) -> None:
    """Papers a second on one core, and time per word as papers get longer."""
    per_word = {}
    for times in (1, 2, 4, 8):
        text = paper(PAPER_WORDS * times).encode()
        seconds = median_of(3, lambda text=text: _scanned(text, "paper.txt"))
        per_word[times] = seconds / times
        if times == 1:
            line(f"scan a paper of {PAPER_WORDS:,} words", seconds, 1 / seconds, "papers a second on one core")
        else:
            line(f"... {times} times as long", seconds, per_word[times] / per_word[1], "x the time a word (linear: 1)")


def formats(line: Line, median_of: Median) -> None:
    """Reading the same paper in each format, against plain text."""
    text = paper()
    plain = 0.0
    for name, data in (("txt", text.encode()), ("html", _html(text)), ("docx", _docx(text)), ("pdf", _pdf(text))):
        seconds = median_of(3, lambda data=data, name=name: list(read_document(data, f"paper.{name}")))
        plain = plain or seconds
        line(f"read it as {name.upper()}", seconds, seconds / plain, "x as text")


def memory(line: Line) -> None:
    """The most memory a process takes with a long file of notes, against a shorter one."""
    notes = (paper() + "\n\n").encode()
    for what, small, large in (("read", 2, 100), ("scan", 2, 6)):
        peaks = [_peak(notes, megabytes, what) for megabytes in (small, large)]
        line(f"{what} {large} MB of notes: {peaks[1]:.0f} MB", None, peaks[1] / peaks[0], f"x the memory of {small} MB")


def _scanned(data: bytes, name: str) -> int:
    return sum(len(scan_document(document).marks) for document in read_document(data, name))


def _peak(notes: bytes, megabytes: int, what: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notes.txt"
        with file.open("wb") as stream:
            stream.writelines(islice(cycle([notes]), megabytes * 1_000_000 // len(notes) + 1))
        words = [sys.executable, "-c", _PEAK, str(file), what]
        run = subprocess.run(words, check=True, capture_output=True, cwd=Path(__file__).parent.parent)
    return float(run.stdout)


def _html(text: str) -> bytes:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n")).encode()


def _docx(text: str) -> bytes:
    import docx

    package, kept = docx.Document(), BytesIO()
    for part in text.split("\n\n"):
        package.add_paragraph(part)
    package.save(kept)
    return kept.getvalue()


def _pdf(text: str) -> bytes:
    lines = [part[at : at + 80] for part in text.splitlines() for at in range(0, len(part), 80)]
    return pdf(*(column(lines[at : at + 50]) for at in range(0, len(lines), 50)))
