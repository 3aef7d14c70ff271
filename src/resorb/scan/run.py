"""Run every rule over a document, in one order, none hiding another."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from resorb.scan.material import Mark, Scanned
from resorb.scan.pointed import as_printed, pointed
from resorb.scan.registry import RULES, Rule, load
from resorb.scan.weighing import weighing_rules
from resorb.values.documents import Document
from resorb.values.findings import Verdict

_BESIDE = 150
"""Characters between two findings that are most likely about one slip."""


class BrokenRule(RuntimeWarning):
    """A rule raised an error of its own: a fault of resorb, not of the document. Its text holds the traceback."""


@dataclass(frozen=True)
class Result:
    """A document and the marks on it, in reading order."""

    document: Document
    marks: tuple[Mark, ...]


def scan_document(document: Document) -> Result:
    """All marks of all rules on one document, by place; what stands twice in the document is marked once."""
    load()
    read = pointed(document)
    text = Scanned(read)
    found = sorted((mark for rule in RULES.values() for mark in _run(rule, text)), key=_key)
    marks = tuple(_once(_sure_first(_weighed_last(found))))
    return Result(document, marks if read is document else tuple(as_printed(marks, read, document)))


def _run(rule: Rule, text: Scanned) -> tuple[Mark, ...]:
    try:
        return tuple(rule.run(text))
    except Exception as error:
        trace = "".join(traceback.format_exception(error))
        warnings.warn(f"the rule {rule.checks[0]} broke:\n{trace}", BrokenRule, stacklevel=2)
        return ()


def _key(mark: Mark) -> tuple[int, int, int, int, str, str]:
    place = mark.finding.place
    line, column = (place.line, place.column) if place else (0, 0)
    return mark.block, line, column, mark.start, mark.finding.check, mark.finding.message


def _weighed_last(marks: list[Mark]) -> list[Mark]:
    """Without what points alone tell right beside a stricter finding of its kind: it is of the same slip."""
    kinds = {check: one.kind for one in RULES.values() for check in one.checks}
    weighed = weighing_rules()
    strict: dict[tuple[int, str], list[int]] = {}
    for mark in marks:
        if mark.finding.check not in weighed and mark.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES):
            strict.setdefault((id(mark.passage), kinds[mark.finding.check]), []).append(mark.start)
    return [
        mark
        for mark in marks
        if mark.finding.check not in weighed
        or all(
            abs(mark.start - start) > _BESIDE for start in strict.get((id(mark.passage), kinds[mark.finding.check]), ())
        )
    ]


def _sure_first(marks: list[Mark]) -> Iterator[Mark]:
    """Without what holds only under an assumption where a certain finding of its kind is about words of it.

    Of two assumptions of one check about the same words the first stands.
    """
    kinds = {check: one.kind for one in RULES.values() for check in one.checks}
    wrong: dict[tuple[int, str], set[int]] = {}
    for mark in marks:
        if mark.finding.verdict is Verdict.FAILS:
            wrong.setdefault((id(mark.passage), kinds[mark.finding.check]), set()).update(range(mark.start, mark.end))
    said: set[tuple[int, str, int, int]] = set()
    for mark in marks:
        words = (id(mark.passage), mark.finding.check, mark.start, mark.end)
        if mark.finding.verdict is Verdict.ASSUMES and words in said:
            continue
        said.add(words)
        surely = wrong.get((id(mark.passage), kinds[mark.finding.check]), set())
        if mark.finding.verdict is not Verdict.ASSUMES or surely.isdisjoint(range(mark.start, mark.end)):
            yield mark


def _once(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The same finding about the same words is said once, with where it stands again."""
    seen: dict[tuple[str, Verdict, str, str], int] = {}
    kept: list[Mark] = []
    for mark in marks:
        around = mark.passage.text[max(0, mark.start - 60) : mark.end + 60]
        key = (mark.finding.check, mark.finding.verdict, mark.finding.message, around)
        if key not in seen:
            seen[key] = len(kept)
            kept.append(mark)
            continue
        place, first = mark.finding.place, kept[seen[key]]
        if place is not None and place != first.finding.place:
            again = f"{first.finding.message} It stands again in line {place.line}."
            kept[seen[key]] = replace(first, finding=replace(first.finding, message=again))
    yield from kept
