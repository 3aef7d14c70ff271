"""Scan documents: open, read, judge, hide what is known, write what is wanted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.values.findings import BadInput, Fault, Place, Verdict
from resorb.workflow.files import write_whole

if TYPE_CHECKING:
    from resorb.scan.material import Mark
    from resorb.scan.run import Result
    from resorb.values.documents import Document

REPORTED = (Verdict.FAILS, Verdict.ASSUMES)
"""Verdicts shown without asking for more."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files to write beside what is shown; None for those not wanted."""

    page: Path | None = None
    sarif: Path | None = None
    write_baseline: Path | None = None
    draft: Path | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show of one document, or of one part of a long one.

    ``counts`` are findings by verdict, also those not shown for their verdict; ``hidden`` is how many are known.
    """

    marks: tuple[Mark, ...]
    counts: Counter[Verdict]
    hidden: int


def scan(
    files: list[str], *, everything: bool = False, baseline: Path | None = None, outputs: Outputs | None = None
) -> Iterator[Shown]:
    """The findings on each document, as soon as it is read; a long text file comes in several parts.

    Raises:
        BadInput: for files that cannot be read, with all their faults, before anything is scanned or written.
    """
    from resorb.scan.run import scan_document

    known = _known(baseline)
    wanted = outputs or Outputs()
    if wanted.draft is not None and len(set(files)) > 1:
        rule, remedy = "a draft is of one paper, and several are given", "scan one file at a time with --draft"
        raise BadInput([Fault(Place(files[1]), "draft", rule, remedy)])
    keeps = any((wanted.page, wanted.sarif, wanted.write_baseline, wanted.draft))
    kept: list[tuple[Result, Shown]] = []
    for document in _opened(files):
        result = scan_document(document)
        shown = _shown(result, known, everything=everything)
        if keeps:
            kept.append((result, shown))
        yield shown
    _write(kept, wanted)


def _opened(files: list[str]) -> Iterator[Document]:
    from resorb.sources.documents.open import open_document

    opened: list[Iterator[Document]] = []
    faults: list[Fault] = []
    for file in files:
        try:
            opened.append(open_document(file))
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)
    return (document for parts in opened for document in parts)


def _shown(result: Result, known: frozenset[str], *, everything: bool) -> Shown:
    from resorb.scan.baseline import fingerprint

    fresh = [mark for mark in result.marks if not known or fingerprint(mark) not in known]
    counts = Counter(mark.finding.verdict for mark in fresh)
    marks = tuple(mark for mark in fresh if everything or mark.finding.verdict in REPORTED)
    return Shown(marks, counts, len(result.marks) - len(fresh))


def _known(baseline: Path | None) -> frozenset[str]:
    from resorb.scan.baseline import read_baseline

    if baseline is None:
        return frozenset()
    try:
        return read_baseline(baseline.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no baseline of this version"
        remedy = "write one with --write-baseline"
        raise BadInput([Fault(Place(str(baseline)), "baseline", reason or str(error), remedy)]) from None


def _write(scanned: list[tuple[Result, Shown]], wanted: Outputs) -> None:
    shown = [replace(result, marks=shown.marks) for result, shown in scanned]
    if wanted.page is not None:
        from resorb.scan.page import build_page

        write_whole(wanted.page, build_page(shown, sum(one.hidden for _, one in scanned)))
    if wanted.sarif is not None:
        from resorb.scan.sarif import as_sarif

        marks = (mark for result in shown for mark in result.marks)
        write_whole(wanted.sarif, json.dumps(as_sarif(marks), indent=1) + "\n")
    if wanted.write_baseline is not None:
        from resorb.scan.baseline import as_baseline

        every = (mark for result, _ in scanned for mark in result.marks if mark.finding.verdict in REPORTED)
        write_whole(wanted.write_baseline, as_baseline(every))
    if wanted.draft is not None:
        from resorb.scan.draft import as_draft

        write_whole(wanted.draft, as_draft([result.document for result, _ in scanned]))
