"""Results of the laboratory: units, plausible values, words of level, printed ranges, the same value in two units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from resorb.reading.labs.words import lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.labs.judging import judged
from resorb.scan.rules.labs.tables import in_tables
from resorb.values.findings import Verdict

_NOT_A_PATIENT = lazy(
    r"\b(?:in vitro|buffer\w*|medium|media|solutions?|perfus\w+|rats?|mice|mouse|rabbits?|dissolution|cultured?"
    r"|incubat\w+|"
    r"simulated|aqueous|precipitat\w+|parenteral nutrition|drinking water)\b",
    re.IGNORECASE,
)
_GROUP = lazy(r"\b(?:mean|median|average[ds]?|IQR|interquartile|SD|respectively)\b", re.IGNORECASE)


@rule(
    "lab-unit", "lab-plausible", "lab-level", "lab-range", "lab-conversion",
    kind="lab",
    doc="A laboratory result has a unit of its analyte, a possible value, and agrees with its word, its printed range "
    "and its second unit.",
    source="units, factors, bounds and ranges of the analytes of resorb.codes; the printed range first",
)  # fmt: skip
def labs(text: Scanned) -> Iterator[Mark]:
    """Each result of each sentence and table."""
    for sentence in text.sentences:
        no_patient = _NOT_A_PATIENT.search(sentence.text) is not None
        is_group = _GROUP.search(sentence.text) is not None
        for result in lab_results(sentence.text):
            for mark in judged(result, sentence.text, sentence.at):
                if no_patient and mark.finding.check == "lab-plausible":
                    continue
                if is_group and mark.finding.check == "lab-level" and result.range and not result.range.is_named:
                    continue
                yield mark
    yield from _alike(list(in_tables(text)))


def _alike(marks: list[Mark]) -> Iterator[Mark]:
    """Several values of one table that cannot be are as likely a row that is read for another: that is then said."""
    odd = Counter(m.block for m in marks if _is_sure(m))
    for mark in marks:
        if not _is_sure(mark) or odd[mark.block] == 1:
            yield mark
            continue
        loose = "that the row or column holds what its name is read for"
        yield replace(mark, finding=replace(mark.finding, verdict=Verdict.ASSUMES, assumption=loose))


def _is_sure(mark: Mark) -> bool:
    return mark.finding.check == "lab-plausible" and mark.finding.verdict is Verdict.FAILS
