"""`python -m bench.scan_page`: measure `resorb scan`, and print or write the page that says what came out."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterable
from pathlib import Path

from bench import scan
from bench.notes import notes

PAGE = """\
# Speed of scan

What one run of `make speed` measured; it writes this page. Seconds are of the processor, one core, unless they say
*clock*: on {machine}, with other work beside it. They differ from machine to
machine; ratios, exponents and memory hold better.

The texts are made up. *Papers* are {paper_words:,} words of the texts without a slip of the [corpus](scan-accuracy.md),
where nearly every sentence has something to judge. *Notes* come from a seeded generator, no two alike, about
{note_characters:,.0f} characters each, with doses, laboratory values, counts and filler.

## Papers and length

**{papers:.1f} papers a second** on one core, each read for the first time.

One document 1 to 16 times as long, no text in it twice. Linear growth has exponent 1; less is what a document costs
however short it is. A library that few sentences need (scipy, some 0.4 s) is fetched for the first of them, so that it
counts from the length that has one.

{growth}

Beyond a million characters a text is scanned in parts, each by itself.

## Formats

Reading a paper, without judging it.

{formats}

## Long files

`resorb scan` on a file of notes: the whole command, its output thrown away.

{files}

## One short note

The whole process, start of Python and all imports included.

{start}

## Against medspaCy

{medspacy}
"""
AGAINST = """\
medspaCy {version}, a blank English pipeline with its target matcher and ConText, on the same {notes:,} notes
({megabytes:.1f} MB), each a text by itself, after 40 others that are not counted. Its rules are those of a user who
looks for thiosulfate by nine names, for five lesions, and for doses and schedules by token patterns. Its log is
silenced. It has an environment of its own, by `make bench-medspacy`.

{table}

The two do different work. medspaCy marks its targets and says whether each is negated, historical, hypothetical or
about the family. Scan reads all quantities and judges them by all its rules; its marks are findings, most of them
values that were checked and hold. The ratio says what a note costs in each, not which to use."""
ABSENT = "Not measured: medspaCy is not installed (`make bench-medspacy` installs it in an environment of its own)."
SHORT_PAPER_WORDS = 800
"""16 times as many are nearly all the corpus has."""
NAMES = {
    "resorb scan": "`resorb scan`",
    "sentencizer": "medspaCy, plain sentencizer",
    "pyrush": "medspaCy, default splitter (PyRuSH)",
}


def main() -> None:
    """Measure, print, and write when asked to."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, nargs="+", default=[2, 20], help="sizes of the files of notes")
    asked.add_argument("--write", type=Path, metavar="PAGE", help="write the page here")
    given = asked.parse_args()
    text = page(given.megabytes)
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")


def page(megabytes: list[int]) -> str:
    """The page, measured now."""
    texts = notes(2_000)
    return PAGE.format(
        machine=_machine(),
        paper_words=scan.PAPER_WORDS,
        note_characters=sum(map(len, texts)) / len(texts),
        papers=scan.papers_a_second(),
        growth=_growth(),
        formats=_formats(),
        files=_files(megabytes),
        start=_start(),
        medspacy=_medspacy(texts),
    )


def _growth() -> str:
    kinds = {"the corpus": (scan.paper, SHORT_PAPER_WORDS), "notes": (scan.one_long_note, scan.PAPER_WORDS)}
    measured = {f"{name}, {words:,} words": scan.growth(text_of, words) for name, (text_of, words) in kinds.items()}
    head = ["made of, 1x", *(f"{times}x" for times in scan.TIMES), "exponent"]
    rows = [[name, *(f"{s:.2f} s" for s in took.values()), f"{power:.2f}"] for name, (took, power) in measured.items()]
    return _table(head, rows)


def _formats() -> str:
    took = scan.formats()
    return _table(
        ["format", "seconds", "times plain text"],
        [[n.upper(), f"{s:.3f}", f"{s / took['txt']:.1f}"] for n, s in took.items()],
    )


def _files(megabytes: list[int]) -> str:
    used = {size: scan.long_file(size) for size in megabytes}
    least = used[megabytes[0]].peak_mb
    head = ["file", "clock", "processor", "MB a second", "most memory", f"times that of {megabytes[0]} MB"]
    rows = [
        [
            f"{mb} MB",
            f"{u.wall_s:,.0f} s",
            f"{u.cpu_s:,.0f} s",
            f"{mb / u.cpu_s:.3f}",
            f"{u.peak_mb:.0f} MB",
            f"{u.peak_mb / least:.2f}",
        ]
        for mb, u in used.items()
    ]
    return _table(head, rows)


def _start() -> str:
    used = scan.start_up()
    least = used["Python alone"].cpu_s
    head = ["process", "clock", "processor", "times Python alone", "most memory"]
    rows = [
        [name, f"{u.wall_s:.2f} s", f"{u.cpu_s:.2f} s", f"{u.cpu_s / least:.1f}", f"{u.peak_mb:.0f} MB"]
        for name, u in used.items()
    ]
    return _table(head, rows)


def _medspacy(texts: list[str]) -> str:
    found = scan.against_medspacy(texts)
    if found is None:
        return ABSENT
    megabytes = sum(len(note.encode()) for note in texts) / 1e6
    ours = found["resorb scan"]["cpu_s"]
    head = ["", "processor", "notes a second", "MB a second", "times the time of scan", "marks"]
    rows = [
        [
            NAMES[name],
            f"{(s := one['cpu_s']):.1f} s",
            f"{len(texts) / s:.0f}",
            f"{megabytes / s:.3f}",
            f"{s / ours:.2f}",
            f"{one['matches']:,}",
        ]
        for name, one in found.items()
    ]
    return AGAINST.format(
        version=found["pyrush"]["version"], notes=len(texts), megabytes=megabytes, table=_table(head, rows)
    )


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    rule = ["---", *("--:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def _machine() -> str:
    cores, python = f"{os.cpu_count()} {platform.machine()} cores", platform.python_version()
    return f"a machine of {cores} with {platform.system()} and Python {python}"


if __name__ == "__main__":
    main()
