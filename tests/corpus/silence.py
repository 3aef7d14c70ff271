"""What scan says of whole documents without a slip: ``python -m tests.corpus.silence development|FOLDER``."""

from __future__ import annotations

import argparse

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Finding, Verdict
from tests.corpus.items import documents
from tests.corpus.score import REPORTED


def main() -> None:
    """Print each finding, all of them wrong, then how many there are in how many words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", help="development, or a folder of documents elsewhere")
    told: list[Finding] = []
    words = 0
    for name, text in documents(parser.parse_args().part):
        words += len(text.split())
        found = [mark.finding for mark in scan_document(read_plain(text, name)).marks]
        told += [said for said in found if said.verdict in REPORTED]
    for said in told:
        print(f"{said.place} {said.verdict.value} {said.check} [{said.printed}] {said.message}")
    fails = sum(said.verdict is Verdict.FAILS for said in told)
    print(f"{words} words: {fails} fails, {len(told) - fails} assumes")


if __name__ == "__main__":
    main()
