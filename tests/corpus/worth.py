"""What each check of scan finds alone: ``python -m tests.corpus.worth development [FOLDER ...]``.

A check earns its lines by slips that no other check finds, above all in texts that nobody had read when it was written.
For each check this prints: slips found by it alone, slips found by it at all, false alarms, lines of its file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from inspect import getsourcefile, unwrap
from pathlib import Path

from resorb.scan.registry import RULES, load
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from tests.corpus.items import items
from tests.corpus.score import REPORTED, names_slip


def main() -> None:
    """Print one line for each check, those that find least alone first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", help="development, held_out, or folders of sentences not in the corpus")
    alone, found, alarms = Counter[str](), Counter[str](), Counter[str]()
    for part in parser.parse_args().parts:
        for item in items(part, None):
            marks = scan_document(read_plain(item.text, f"{item.kind}.jsonl:{item.line}")).marks
            reported = [m for m in marks if m.finding.verdict in REPORTED]
            right = {m.finding.check for m in reported if item.slip is not None and names_slip(m, item.slip)}
            alarms.update(m.finding.check for m in reported if item.slip is None or not names_slip(m, item.slip))
            found.update(right)
            if len(right) == 1:
                alone.update(right)
    load()
    files = {check: Path(getsourcefile(unwrap(r.run)) or "") for r in RULES.values() for check in r.checks}
    print("alone found alarms lines  check (file)")
    for check in sorted(files, key=lambda c: (alone[c], found[c], c)):
        lines = len(files[check].read_text(encoding="utf-8").splitlines())
        where = f"{files[check].parent.name}/{files[check].name}"
        print(f"{alone[check]:5} {found[check]:5} {alarms[check]:6} {lines:5}  {check} ({where})")


if __name__ == "__main__":
    main()
