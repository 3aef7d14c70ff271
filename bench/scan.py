"""How fast `resorb scan` reads and judges, how that grows with length, and how much memory a long file takes."""

from __future__ import annotations

import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from tests.corpus.items import items
from tests.unit.sources.made_documents import column, pdf

from bench.measure import ROOT, Used, median_of, process, worker
from bench.notes import SEED, endless_notes, notes
from resorb.sources.documents.open import read_document

PAPER_WORDS = 3_000
TIMES = (1, 2, 4, 8, 16)
MEDSPACY = ROOT / "build" / "venv-medspacy" / "bin" / "python"
OURS = [sys.executable, "-m", "bench.scan_worker"]
THEIRS = [str(MEDSPACY), "-P", "bench/medspacy_worker.py"]
SPLITTERS = ("sentencizer", "pyrush")
_WARM = notes(40, SEED + 1)


def paper(words: int = PAPER_WORDS) -> str:
    """A text of so many words: clean texts of the corpus, each once before any comes again."""
    clean = [item.text for item in items("development") if item.slip is None]
    Random(SEED).shuffle(clean)  # noqa: S311 (no secret hangs on it)
    return _text(cycle(clean), words)


def papers() -> list[str]:
    """Papers made of the corpus, no sentence in two of them."""
    parts = paper(4 * PAPER_WORDS).split("\n\n")
    quarter = len(parts) // 4
    return ["\n\n".join(parts[at * quarter : (at + 1) * quarter]) for at in range(4)]


def papers_a_second() -> float:
    """Papers of 3,000 words scanned in a second of the processor, each read for the first time."""
    texts = papers()
    seconds = float(statistics.median(worker(OURS, _others(), texts)["cpu_s"] for _ in range(3)))
    return sum(len(text.split()) for text in texts) / PAPER_WORDS / seconds


def _others() -> list[str]:
    """Texts to warm up with: patterns are made when first needed. None of them is in a paper or a note measured."""
    return _WARM + [item.text for item in items("development") if item.slip is not None]


def growth(text_of: Callable[[int], str], words: int) -> tuple[dict[int, float], float]:
    """Seconds for one document of 1 to 16 times so many words, and the exponent fitted to them (linear: 1)."""
    seconds = {}
    for times in TIMES:
        text = text_of(words * times)
        seconds[times] = statistics.median(worker(OURS, _others(), [text])["cpu_s"] for _ in range(3))
    logs = [math.log(times) for times in TIMES], [math.log(seconds[times]) for times in TIMES]
    return seconds, statistics.linear_regression(*logs).slope


def one_long_note(words: int) -> str:
    """A text of so many words made of notes, no two alike."""
    return _text(endless_notes(), words)


def formats() -> dict[str, float]:
    """Seconds to read (not to judge) the same paper in each format."""
    text = paper()
    made = {"txt": text.encode(), "html": _html(text), "docx": _docx(text), "pdf": _pdf(text)}
    return {name: median_of(5, partial(_read, data, f"paper.{name}"), time.process_time) for name, data in made.items()}


def long_file(megabytes: int) -> Used:
    """`resorb scan` on a file of so many million characters of notes, all different: the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notes.txt"
        with file.open("w", encoding="utf-8") as stream:
            left = megabytes * 1_000_000
            for note in endless_notes():
                stream.write(f"{note[:left]}\n\n")
                left -= len(note) + 2
                if left <= 0:
                    break
        return process([sys.executable, "-m", "resorb", "scan", str(file)])


def start_up() -> dict[str, Used]:
    """Whole processes: Python alone, `resorb scan` on one short note and, where it is installed, medspaCy on it."""
    note = notes(1)[0]
    as_json = json.dumps({"warm": [], "texts": [note]})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "note.txt"
        file.write_text(note, encoding="utf-8")
        commands = {
            "Python alone": [sys.executable, "-c", "pass"],
            "`resorb scan`": [sys.executable, "-m", "resorb", "scan", str(file)],
        }
        if MEDSPACY.exists():
            commands["medspaCy, plain sentencizer"] = [*THEIRS, "sentencizer"]
        return {name: _median([process(words, as_json) for _ in range(5)]) for name, words in commands.items()}


def against_medspacy(texts: list[str]) -> dict[str, dict[str, Any]] | None:
    """The same notes by scan and by medspaCy with each splitter; None where medspaCy is not installed."""
    if not MEDSPACY.exists():
        return None
    commands = {"resorb scan": OURS}
    commands |= {splitter: [*THEIRS, splitter] for splitter in SPLITTERS}
    return {name: worker(command, _WARM, texts) for name, command in commands.items()}


def _text(pieces: Iterator[str], words: int) -> str:
    made = []
    for piece in pieces:
        made.append(piece)
        words -= len(piece.split())
        if words <= 0:
            break
    return "\n\n".join(made)


def _read(data: bytes, name: str) -> int:
    return len(list(read_document(data, name)))


def _median(runs: list[Used]) -> Used:
    return sorted(runs, key=lambda used: used.wall_s)[len(runs) // 2]


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
