"""Scan documents: open, read, judge, hide what is known, write what is wanted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.values.findings import BadInput, Fault, Place, Verdict
from resorb.workflow.files import write_all

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

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files to write."""
        return tuple(p for p in (self.page, self.sarif, self.write_baseline, self.draft) if p is not None)


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
    _refuse_outputs(files, wanted)
    keeps = bool(wanted.paths)
    kept: list[tuple[Result, Shown]] = []
    for document in _opened(files):
        result = scan_document(document)
        shown = _shown(result, known, everything=everything)
        if keeps:
            kept.append((result, shown))
        yield shown
    _write(kept, wanted)


def _refuse_outputs(files: list[str], wanted: Outputs) -> None:
    """No output may take the place of a paper or of another output, and a draft is of one paper."""
    faults: list[Fault] = []
    papers = {Path(file).resolve() for file in files if file != "-"}
    for number, path in enumerate(wanted.paths):
        if path.resolve() in papers:
            faults.append(Fault(Place(str(path)), "output", "is one of the files to scan", "give another name"))
        if path.resolve() in {other.resolve() for other in wanted.paths[:number]}:
            faults.append(Fault(Place(str(path)), "output", "is asked for twice", "give each output its own name"))
    if wanted.draft is not None and len(set(files)) > 1:
        rule, remedy = "a draft is of one paper, and several are given", "scan one file at a time with --draft"
        faults.append(Fault(Place(files[1]), "draft", rule, remedy))
    if faults:
        raise BadInput(faults)


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
    texts: dict[Path, str] = {}
    if wanted.page is not None:
        from resorb.scan.page import build_page

        texts[wanted.page] = build_page(shown, sum(one.hidden for _, one in scanned))
    if wanted.sarif is not None:
        from resorb.scan.sarif import as_sarif

        marks = (mark for result in shown for mark in result.marks)
        texts[wanted.sarif] = json.dumps(as_sarif(marks), indent=1) + "\n"
    if wanted.write_baseline is not None:
        from resorb.scan.baseline import as_baseline

        every = (mark for result, _ in scanned for mark in result.marks if mark.finding.verdict in REPORTED)
        texts[wanted.write_baseline] = as_baseline(every)
    if wanted.draft is not None:
        from resorb.scan.draft import as_draft

        texts[wanted.draft] = as_draft([result.document for result, _ in scanned])
    write_all(texts)
