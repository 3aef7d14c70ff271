"""What each check of scan finds alone: ``python -m tests.corpus.worth development documents [FOLDER ...]``.

A check earns its lines by slips that no other check finds, above all in texts that nobody had read when it was written.
For each check this prints: slips found by it alone, slips found by it at all, false alarms, lines of its file. A folder
with ``slips.jsonl`` holds whole documents, as ``documents`` does; any other holds sentences.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from inspect import getsourcefile, unwrap
from pathlib import Path

from resorb.scan.material import Mark
from resorb.scan.registry import RULES, load
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from tests.corpus.items import items
from tests.corpus.score import REPORTED, names_slip
from tests.corpus.score_documents import DEVELOPMENT, slips_of


def scanned(part: str) -> Iterator[tuple[list[Mark], list[list[Mark]]]]:
    """For each text what is said of it, and for each of its slips the marks that name it."""
    folder = DEVELOPMENT if part == "documents" else Path(part)
    if (folder / "slips.jsonl").exists():
        told = slips_of(folder)
        for file in sorted(folder.glob("*.md")):
            marks = _marks(file.read_text(encoding="utf-8"), file.name)
            yield marks, [[m for m in marks if slip.is_named_by(m)] for slip in told.get(file.name, [])]
        return
    for item in items(part, None):
        marks = _marks(item.text, f"{item.kind}.jsonl:{item.line}")
        slip = item.slip
        yield marks, [[m for m in marks if names_slip(m, slip)]] if slip is not None else []


def _marks(text: str, name: str) -> list[Mark]:
    return [m for m in scan_document(read_plain(text, name)).marks if m.finding.verdict in REPORTED]


def tallies(parts: Sequence[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By check: slips found by it alone, slips found by it, and what it said besides."""
    alone, found, alarms = Counter[str](), Counter[str](), Counter[str]()
    for part in parts:
        for marks, slips in scanned(part):
            for named in slips:
                right = {m.finding.check for m in named}
                found.update(right)
                alone.update(right if len(right) == 1 else ())
            told = {id(m) for named in slips for m in named}
            alarms.update(m.finding.check for m in marks if id(m) not in told)
    return alone, found, alarms


def main() -> None:
    """Print one line for each check, those that find least alone first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", help="development, held_out, documents, or folders of texts elsewhere")
    alone, found, alarms = tallies(parser.parse_args().parts)
    load()
    files = {check: Path(getsourcefile(unwrap(r.run)) or "") for r in RULES.values() for check in r.checks}
    print("alone found alarms lines  check (file)")
    for check in sorted(files, key=lambda c: (alone[c], found[c], c)):
        lines = len(files[check].read_text(encoding="utf-8").splitlines())
        where = f"{files[check].parent.name}/{files[check].name}"
        print(f"{alone[check]:5} {found[check]:5} {alarms[check]:6} {lines:5}  {check} ({where})")


if __name__ == "__main__":
    main()
