"""How often scan is right on the corpus: ``python -m tests.corpus.score development [CLASS] [--show] [--write FILE]``.

A slip counts as found when a finding that fails, or holds only under an assumption, overlaps the words the label
underlines, or reckons with their numbers (of two numbers that disagree either may be underlined); which rule found it
does not matter. Every other such finding, on any text, is a false alarm. Recall is found slips over slips, precision
found slips over found slips and false alarms.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict
from tests.corpus.items import PARTS, Item, items

HEADINGS = {"development": "Development part", "held_out": "Held-out part"}
NOT_YET = "Not measured yet: this part is used once, at the end.\n"
PAGE = """\
# Accuracy of scan

How often `resorb scan` is right on a corpus of sentences and tables written for it: texts with one slip, and texts
without, each with a trap (other drugs' milligrams, reference numbers, years, subsets, rounding conventions,
confidence levels). `make accuracy` writes this page.

A slip counts as found when a finding that fails, or holds only under an assumption, overlaps the words underlined in
the corpus, or reckons with their numbers: of two numbers that disagree, either may be underlined. Every other such
finding, on any text, is a false alarm. Recall is found slips over slips; precision is found slips over found slips and
false alarms.

Rules are written against the development part, so its numbers flatter. The held-out part was written apart from the
rules, nobody who writes rules reads it, and it is measured once, at the end. Neither part is made of papers'
sentences, and both are richer in slips than papers are.

Four earlier held-out parts were measured once each and then joined the development part: 384 slips and 692 clean
texts (recall 0.643, precision 0.888), 165 and 330 (0.685, 0.942), 165 and 330 (0.715, 0.915), 412 and 825 (0.784,
0.926). So did the texts of some thirteen further authors. The present part is by four authors who were asked to vary
what the relation of the numbers is, not only its words: one of whom nothing was seen (154 slips, 308 clean texts:
recall 0.630), and three of whom two thirds were seen and a third, drawn by a hash, was not. It is harder than the
earlier ones.

What work on the rules brings on texts that nobody has read was measured with this part too. Before a round of work on
other texts (the fourth part, and two thirds of the three authors), recall here was 0.583 and precision 0.861; after
it, 0.599 and 0.864. On the texts that were read, recall rose from 0.784 to 0.886 and from 0.656 to 0.792. So nearly
all that such work finds is what it has read: a rule learns wordings, and the next author has others. The table of the
development part says little about new texts, and of ten findings on such texts, which are far richer in slips than
papers, seventeen of twenty are right.

Whole documents without a slip are another matter, since each has hundreds of numbers in a row. Each batch was scanned
when nobody who writes rules had seen it: 13,000 words gave 16 wrong *fails* and 8 *holds only if*; later 20,900 words
gave 5 and 8; then 21,500 words gave 4 and 15. The aim, one false *fails* in 20,000 words, is not met at first sight.
What was wrong was traced: all these words stand in the corpus and give no *fails* now (`python -m
tests.corpus.silence`).

Whole documents with slips were written by seven further authors: ordinary papers, letters, protocols, pharmacy sheets
and chart notes of 350 to 700 words, half of them with four to six slips of the kinds that really happen, half with
none. Four authors' documents were scanned before any rule was mended on them, and then read; those of three were
scanned with the code before and after that round by nobody who had read them:

| documents | slips | found before | found after | clean words | wrong *fails*, *holds only if* before | after |
|---|--:|--:|--:|--:|--:|--:|
| of four authors, then read | 131 | 66 (0.50) | 129 (0.98) | 15,700 | 7, 9 | 0, 0 |
| of three authors, unread | 80 | 53 (0.66) | 56 (0.70) | 9,600 | 1, 6 | 1, 5 |

Here too nearly all of the gain is on what was read. All 78 documents stand in the corpus now, and were mended on in
their turn (`python -m tests.corpus.score_documents development`). So of ordinary slips in an ordinary document that
nobody has seen, about two of three are found.

Sixteen more authors, who knew nothing of the rules either, wrote 188 documents. Nine were asked for three documents
with eighteen slips and for seven without, full of traps (doses of other drugs, patients who leave, planned against
given); seven for fourteen ordinary ones without a slip. By the rules of the day before, at first sight:

| documents | words | slips found | wrong *fails* | wrong *holds only if* |
|---|--:|--:|--:|--:|
| of nine authors, with slips and traps | 87,000 | 86 of 162 (0.53) | 46 (10.6 in 20,000 words) | 47 |
| of seven authors, ordinary, without a slip | 96,400 | | 14 (2.9 in 20,000) | 44 |

Rules were then mended on ten of these authors. The other six were scanned by the rules of before and after, unread:

| documents | words | slips found | wrong *fails* | wrong *holds only if* |
|---|--:|--:|--:|--:|
| of two authors, with slips and traps | 19,400 | 19, then 20 of 36 | 18, then 12 | 11, then 11 |
| of four authors, ordinary, without a slip | 55,500 | | 7, then 6 | 15, then 7 |

Of the ten, three were scanned midway by rules that had been mended on the other seven, and found no better: 31, then
33 of 54 slips; 13 wrong *fails* before and after in 29,700 words; 11, then 7 wrong *holds only if*.

On ordinary text what holds only under an assumption is wrong half as often as before; *fails* is still wrong about
once in 9,000 words, and far more often in a text made to mislead. Each has another cause, most of them a number read
for what it is not. Most of the 188 documents stand in the corpus now, and measure nothing more.

Seventeen authors after them wrote 222 documents: thirteen ordinary ones (183,600 words without a slip), four with
slips and traps as above. By the rules as they stood, at first sight, 38 of 72 slips (0.53) were found; *fails* was
wrong 31 times on ordinary text (3.4 in 20,000 words; eight times in one table), *holds only if* 55 times; on the clean
documents of the four (27,600 words) 8 and 16 times. What followed was less a matter of more rules than of fewer claims
(see [decision 12](../decisions/0012-fails-by-first-sight.md)), and of causes that had nothing to do with a wording: the
day of a month was a count, a column headed "Percentage" was none of percentages. In three steps, each measured on
authors whom nobody had read:

| documents, all ordinary | words | wrong *fails* before, after | wrong *holds only if* before, after |
|---|--:|--:|--:|
| three authors, after mending on nine others | 42,600 | 7, 5 | 10, 8 |
| one author, after mending on those too | 13,900 | 3, 0 | 4, 2 |
| four authors, after mending on all of these | 56,200 | 4, 4 (two in one sentence) | 21, 15 |

In the last two rows *fails* is wrong four times in 70,100 words, or 1.1 in 20,000 (95 % of a Poisson law: 0.3 to 2.9):
near the aim of one, and not shown to be below it. Slips were found as often as before (12, then 12 of 18 of the one
author with slips who was unread). All were mended on afterwards, and all but one of the documents stand in the corpus.

Real papers are another matter again. Texts of open-access trial reports from a public collection (other subjects than
ours; copied by hand, most paragraphs without a number left out, tables lying flat; none of their words are kept here)
were scanned in three sets, each before any rule was mended on it, and judged by readers who reckoned by hand:

| set | papers | words | *fails*: right, wrong | *holds only if*: right, wrong | wrong *fails* in 20,000 words |
|---|--:|--:|--:|--:|--:|
| first | 55 | 167,500 | 1, 21 | 1, 15 | 2.5 |
| second, after mending on the first | 23 | 73,200 | 2, 13 | 6, 7 | 3.6 (6 of the 13 in one sentence) |
| third, after mending on the second too | 23 | 67,500 | 8, 3 | 3, 16 | 0.9 |

So the aim of one wrong *fails* in 20,000 words was met once, on one set of 23 papers; five of its eight right ones are
one habit in one sentence. Before the third set rules had also learnt what readers found by hand in the first and scan
had passed over: p values against means with SDs and sizes, two groups' counts against p and their ratio, shares of
arms whose sizes are told before, parts some sentences from their whole, and flat tables. On the first two sets the
last code says *fails* 15 times and *holds only if* 35 times, three of which are known to be wrong; the others are such
as p values that a paper's own means exclude, subtotals and percentages in published tables, and patients lost between
two sentences. That is fitted, and measures nothing but what the rules can do. Of what readers find by hand in new
papers scan still passes over most (some 30 sure slips in the second set, about 57 in the third): the same figure told
twice, tables run into one line, percentages of a base that no sentence names. Its silence is no proof.
"""
REPORTED = (Verdict.FAILS, Verdict.ASSUMES)


@dataclass
class Tally:
    """Counts of one class. ``missed`` and ``alarms`` keep what went wrong, for whoever mends it."""

    slips: int = 0
    clean: int = 0
    found: int = 0
    missed: list[Item] = field(default_factory=list)
    alarms: list[tuple[Item, Mark]] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        """Found slips over slips."""
        return self.found / self.slips if self.slips else None

    @property
    def precision(self) -> float | None:
        """Found slips over found slips and false alarms."""
        said = self.found + len(self.alarms)
        return self.found / said if said else None

    def add(self, item: Item, marks: Iterable[Mark]) -> None:
        """Count one item and what scan said of it."""
        reported = [m for m in marks if m.finding.verdict in REPORTED]
        if item.slip is None:
            self.clean += 1
            self.alarms += [(item, m) for m in reported]
            return
        self.slips += 1
        right = [m for m in reported if names_slip(m, item.slip)]
        self.found += bool(right)
        if not right:
            self.missed.append(item)
        self.alarms += [(item, m) for m in reported if m not in right]


def names_slip(mark: Mark, slip: str) -> bool:
    """Whether the finding is about the slip: it underlines words of it, or reckons with its numbers."""
    text = mark.passage.text
    printed = " ".join(slip.split())
    if text.strip() in {cell.strip() for cell in slip.split("\t")} - {""}:
        return True
    at = text.find(printed)
    if at >= 0 and mark.start < at + len(printed) and at < mark.end:
        return True
    said = mark.finding
    reckoned = set(_FIGURE.findall(" ".join(filter(None, (said.message, said.arithmetic, said.printed)))))
    wrong = set(_FIGURE.findall(printed))
    return bool(wrong) and wrong <= reckoned


_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def score(part: str, kind: str | None = None) -> dict[str, Tally]:
    """The tallies of each class of a part."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for item in items(part, kind):
        marks = scan_document(read_plain(item.text, f"{item.kind}.jsonl:{item.line}")).marks
        tallies[item.kind].add(item, marks)
    return dict(tallies)


def table(tallies: dict[str, Tally]) -> str:
    """A Markdown table: slips, found, recall, clean texts, false alarms, precision; a row for each class, then all."""
    rows = [
        "| class | slips | found | recall | clean texts | false alarms | precision |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    whole = Tally()
    for kind, tally in sorted(tallies.items()):
        rows.append(_row(kind, tally))
        whole.slips += tally.slips
        whole.clean += tally.clean
        whole.found += tally.found
        whole.alarms += tally.alarms
    return "\n".join([*rows, _row("**all**", whole)])


def _row(name: str, tally: Tally) -> str:
    recall = "–" if tally.recall is None else f"{tally.recall:.3f}"
    precision = "–" if tally.precision is None else f"{tally.precision:.3f}"
    return f"| {name} | {tally.slips} | {tally.found} | {recall} | {tally.clean} | {len(tally.alarms)} | {precision} |"


def page(before: str, part: str, scored: str) -> str:
    """The page of accuracy with the table of one part made anew; that of the other part stays as it stood."""
    sections = dict(re.findall(r"^## (.+)\n\n((?:\|.*\n)+)", before, re.MULTILINE)) | {HEADINGS[part]: f"{scored}\n"}
    lines = [PAGE]
    for name in PARTS:
        lines.append(f"## {HEADINGS[name]}\n\n{sections.get(HEADINGS[name], NOT_YET)}")
    return "\n".join(lines)


def main() -> None:
    """Print the table; with ``--show`` what was missed and the false alarms too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", help="development, held_out, or a folder of sentences not in the corpus")
    parser.add_argument("kind", nargs="?")
    parser.add_argument("--show", action="store_true", help="list what was missed and every false alarm")
    parser.add_argument("--write", type=Path, help="a page to write the table into")
    args = parser.parse_args()
    begun = time.process_time()
    tallies = score(args.part, args.kind)
    if args.show:
        for tally in tallies.values():
            _show(tally)
    print(table(tallies))
    print(f"{time.process_time() - begun:.1f} s of CPU time")
    if args.write and args.kind is None and args.part in HEADINGS:
        before = args.write.read_text(encoding="utf-8") if args.write.exists() else ""
        args.write.write_text(page(before, args.part, table(tallies)), encoding="utf-8")


def _show(tally: Tally) -> None:
    for item in tally.missed:
        print(f"MISSED {item.kind}:{item.line} [{item.slip}] {item.note}\n    {item.text!r}")
    for item, mark in tally.alarms:
        said = mark.finding
        print(f"ALARM {item.kind}:{item.line} {said.check} {said.verdict.value} [{said.printed}] {said.message}")
        print(f"    trap: {item.note}\n    {item.text!r}")


if __name__ == "__main__":
    main()
