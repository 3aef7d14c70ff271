"""How much scan finds in whole documents with slips: ``python -m tests.corpus.score_documents development|FOLDER``.

A folder holds documents and ``slips.jsonl``, which names each slip: the document, the words that are ``wrong``, those
they stand ``against`` (either may be underlined; cells of a row are parted by ``|``), the class and the arithmetic. A
document without a line is clean: what is said of it is a false alarm, as is what scan says elsewhere in one with slips.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict
from tests.corpus.score import REPORTED

HERE = Path(__file__).parent / "documents"
DEVELOPMENT = HERE / "with_slips"


@dataclass(frozen=True)
class Slip:
    """One slip of a document."""

    document: str
    wrong: str
    against: str
    kind: str
    why: str

    def is_named_by(self, mark: Mark) -> bool:
        """Whether the finding underlines words of it, or of what it stands against."""
        plain = (form for words in (self.wrong, self.against) for form in {words, words.replace("*", "")})
        told = (part for form in plain for part in form.split("|"))  # a star may be Markdown's, or a stop codon
        return any(_underlines(mark, part.split()) for part in told if part.strip())


def _underlines(mark: Mark, words: Sequence[str]) -> bool:
    """Whether some of the words, as they stand in a row in the passage, are underlined."""
    stand = re.compile(r"\s+".join(map(re.escape, words)))
    return any(mark.start < m.end() and m.start() < mark.end for m in stand.finditer(mark.passage.text))


def slips_of(folder: Path) -> dict[str, list[Slip]]:
    """The slips of each document of a folder."""
    found: dict[str, list[Slip]] = defaultdict(list)
    for line in (folder / "slips.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        found[one["doc"]].append(Slip(one["doc"], one["wrong"], one.get("against", ""), one["class"], one["why"]))
    return found


@dataclass
class Tally:
    """What scan said of a folder: found and all slips by class, and what it said besides."""

    found: Counter[str]
    slips: Counter[str]
    missed: list[Slip]
    alarms: list[Mark]
    words: int = 0

    def table(self) -> str:
        """A Markdown table of recall by class."""
        rows = ["| class | slips | found | recall |", "|---|--:|--:|--:|"]
        every = [(kind, self.slips[kind], self.found[kind]) for kind in sorted(self.slips)]
        every.append(("**all**", self.slips.total(), self.found.total()))
        return "\n".join([*rows, *(f"| {kind} | {n} | {k} | {k / n:.3f} |" for kind, n, k in every if n)])

    def besides(self) -> str:
        """What scan said besides, in how many words."""
        fails = sum(mark.finding.verdict is Verdict.FAILS for mark in self.alarms)
        return f"{self.words} words: besides, {fails} fails, {len(self.alarms) - fails} assumes"


def score(folder: Path) -> Tally:
    """What scan finds in each document of a folder."""
    told = slips_of(folder)
    tally = Tally(Counter(), Counter(), [], [])
    for file in sorted(folder.glob("*.md")):
        text = file.read_text(encoding="utf-8")
        tally.words += len(text.split())
        marks = [m for m in scan_document(read_plain(text, file.name)).marks if m.finding.verdict in REPORTED]
        _add(tally, told.get(file.name, []), marks)
    return tally


def _add(tally: Tally, slips: Sequence[Slip], marks: Sequence[Mark]) -> None:
    for slip in slips:
        named = any(slip.is_named_by(mark) for mark in marks)
        tally.slips[slip.kind] += 1
        tally.found[slip.kind] += named
        tally.missed += [] if named else [slip]
    tally.alarms += [mark for mark in marks if not any(slip.is_named_by(mark) for slip in slips)]


def main() -> None:
    """Print what was missed, what was said besides, and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", help="development, or a folder of documents with their slips.jsonl elsewhere")
    asked = parser.parse_args().part
    tally = score(DEVELOPMENT if asked == "development" else Path(asked))
    for slip in tally.missed:
        print(f"MISSED {slip.document} {slip.kind} [{slip.wrong}] against [{slip.against}]: {slip.why}")
    for mark in tally.alarms:
        said = mark.finding
        print(f"ALARM {said.place} {said.verdict.value} {said.check} [{said.printed}] {said.message}")
    print(tally.table())
    print(tally.besides())


if __name__ == "__main__":
    main()
