"""Words of level without a number, against the results of the analyte in the document's tables.

"Calcium high, phosphate high" in an assessment, where the only calcium of the tables lies within its printed range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.plausibility.lab_levels import agrees, level_of
from resorb.reading.labs.levels import level_words
from resorb.reading.labs.names import LabName, lab_names
from resorb.reading.lazy import lazy
from resorb.reading.papers.persons import COHORT
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.labs.tables import rows_of, value_in
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_I = re.IGNORECASE
_FAMILY = {"corrected calcium": "calcium", "ionised calcium": "calcium"}
_BETWEEN = lazy(
    r"[\s,:=(]*(?:(?:levels?|concentrations?|values?)\s+)?(?:(?:is|are|was|were|remains?|remained)\s+)?"
    r"(?:(?:both|all|also|still|very|slightly|mildly|markedly|clearly|too|within|the|normal)\s+){0,3}",
    _I,
)
_JOINED = lazy(r"\s*(?:,|and|&|\+|,\s*and|as\s+well\s+as)\s*(?:serum\s+|plasma\s+)?", _I)
_AHEAD = lazy(r"\s*(?:serum\s+|plasma\s+|total\s+|corrected\s+)*", _I)
_OTHER_TIME = lazy(
    r"\b(?:previous\w*|history|risk|may|might|can|could|if|when|would|should|prevent\w*|avoid\w*|later|subsequent\w*|until"
    r"|patients|target\w*|exclud\w*|et\s+al|reported|without|no|not|never|became|become|once|had|developed|occurr\w+|resol\w+|episodes?|earlier|before|after|since"
    r"|treat\w*|monitor\w*|watch\w*|correct(?:ion|ing)|induc\w+|caus\w+|years?|months?|weeks?\s+(?:ago|later)|family)\b|\?",
    _I,
)
_MOST = 600


@rule(
    "lab-level-of-table",
    kind="lab",
    doc="What is called high, low or normal without its number is so in the document's tables.",
    source="the printed ranges of the tables; told where none of the results there is as the word says",
)
def said_of_tables(text: Scanned) -> Iterator[Mark]:
    """Each name with a word of level and without a value."""
    known = _levels(text)
    if not known or text.holding(COHORT):
        return
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > _MOST or _OTHER_TIME.search(said):
            continue
        for name, level, start, end in _called(said):
            found = known.get(_FAMILY.get(name.analyte, name.analyte), ())
            if found and not any(agrees(level, where) for where, _ in found):
                yield _mark(sentence, (start, end), level, found)


def _levels(text: Scanned) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each analyte where its results lie by the ranges of their rows, with how they are printed."""
    found: dict[str, list[tuple[str, str]]] = {}
    for _, table in text.tables:
        for row in rows_of(table):
            values = [value_in(cell, row.unit) for _, cell in row.cells]
            for value, (_, cell) in zip(values, row.cells, strict=True):
                ends = row.range[1] if row.range else None
                if value is None or value.low is None:
                    continue
                where = level_of(Range(value.low, value.low), Range(ends.low, ends.high)) if ends else None
                same = ends is not None and (not ends.unit_printed or ends.unit == value.unit)
                shown = f"{cell.text.strip()} ({row.range[0].text.strip()})" if row.range else cell.text
                key = _FAMILY.get(row.name.analyte, row.name.analyte)
                found.setdefault(key, []).append((where if where and same else "", shown))
    return {key: tuple(several) for key, several in found.items() if all(where for where, _ in several)}


def _called(said: str) -> Iterator[tuple[LabName, str, int, int]]:
    """Names with their word: "hypercalcaemia", "calcium and phosphate were both high", "low albumin"."""
    names = list(lab_names(said))
    shared: tuple[str, int, int] | None = None
    for at in range(len(names) - 1, -1, -1):
        name, after = names[at], names[at + 1] if at + 1 < len(names) else None
        until = min(name.end + 45, after.start if after else len(said))
        if re.match(r"[\s:=(]*(?:of|was|at|is)?\s*[<>~]?\d", said[name.end :][:12]):
            shared = None
            continue
        behind = [w for w in level_words(said, name.end, until) if _BETWEEN.fullmatch(said, name.end, w.start)]
        ahead = level_words(said, max(0, name.start - 30), name.start)
        near = [w for w in ahead if _AHEAD.fullmatch(said, w.end, name.start)] or behind
        word = near[0] if near else None
        if name.level:
            shared = None
            yield name, name.level, name.start, name.end
        elif word is not None and not re.match(r"\s*(?:at|of|\()?\s*[<>~]?\d", said[word.end :][:10]):
            shared = word.level, word.start, word.end
            yield name, *shared
        elif after and shared and _JOINED.fullmatch(said, name.end, after.start):
            yield name, *shared
        else:
            shared = None


def _mark(sentence: Sentence, span: tuple[int, int], level: str, found: tuple[tuple[str, str], ...]) -> Mark:
    shown = ", ".join(dict.fromkeys(words for _, words in found[:3]))
    where = " or ".join(dict.fromkeys(where for where, _ in found))
    return sentence.at(*span).mark(
        "lab-level-of-table", Verdict.ASSUMES, f"It is called {level}, but is {where} in the table: {shown}.",
        computed=where, arithmetic=shown, suggestion="check the word, or the result",
        assumption="it is said of the results in the table",
    )  # fmt: skip
