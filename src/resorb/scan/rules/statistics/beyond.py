"""Values beyond what is told of all elsewhere: an oldest older than the range of ages, a score beyond its scale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import read_figure, unit_name
from resorb.reading.statistics.value_roles import Role, Told, roles
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_OTHERS = lazy(
    r"\bet\sal\b|\[\d|\b(?:literature|published|previous(?:ly)?|earlier|reported|controls?|sibling|placebo|vehicle|untreated|comparators?"
    r"|excluded|screened|eligib\w+|expected|registr\w+|review|series|arm|groups?|donors?|parents?|relatives)\b",
    _I,
)
"""Sentences of other people than those whose range was told."""
_NO_PERSON = lazy(
    r"(?:oldest|eldest|youngest)\s(?:[a-z-]+\s){0,2}?(?:lesions?|deposits?|wounds?|ulcers?|mass(?:es)?|scars?|records?|stud(?:y|ies)|papers?"
    r"|fistulas?|files?|notes?|sites?|nodules?|plaques?|graft|catheter|cream|batch|age\sgroup|vials?|samples?)\b",
    _I,
)
_WHEN = lazy(
    r"\b(?:at|when|on|before|after|since|by)\s(?:(?:the|time|date|of|his|her|their)\s){0,3}"
    r"(?P<moment>onset|diagnos|transplant|death|died|dying|first\s\w{4}|last\s\w{4}|enrol|entry|surgery|operat|present|follow)",
    _I,
)
"""Of what moment ages are: those of two moments are not compared."""
_EIGHT = 120
_AGED = {"age", "number"}


@rule(
    "age-beyond-range",
    kind="statistic",
    doc="The youngest and oldest lie within the range of ages told of all.",
    source="order of the printed numbers",
)
def ages_beyond(text: Scanned) -> Iterator[Mark]:
    """Each "oldest" or "youngest" against every range of ages of the document."""
    ranges: list[tuple[Told, Sentence]] = []
    ends: list[tuple[Told, Sentence]] = []
    for sentence in text.sentences:
        if not _AGES.search(sentence.text):
            continue
        for one in roles(sentence.text):
            if "age" not in one.things or unit_name(one.unit) not in ("", "year") or one.low.value > _EIGHT:
                continue
            if one.role is Role.ENDS and one.high is not None and one.things <= _AGED | {"onset"}:
                ranges.append((one, sentence))
            elif one.role in (Role.LEAST, Role.MOST) and _PERSON.match(sentence.text, one.said):
                ends.append((one, sentence))
    if not any(_NAMED.search(s.text, max(0, r.start - 20), r.start) for r, s in ranges):
        return
    for end, sentence in ends:
        said = sentence.text
        if _OTHERS.search(said) or _NO_PERSON.search(said):
            continue
        moments = _moments(said)
        of_same = [(r, s) for r, s in ranges if _moments(s.text) == moments]
        if of_same and all(_is_outside(end, r) for r, _ in ranges):
            yield _outside(sentence, end, of_same[0][0])


_AGES = lazy(r"\b(?:ages?|aged|old|years|youngest|oldest|eldest)\b", _I)
_PERSON = lazy(r"(?:oldest|eldest|youngest)\b", _I)
_NAMED = lazy(r"\brang\w+\b[^\d]*$", _I)


def _moments(said: str) -> set[str]:
    return {m["moment"].lower() for m in _WHEN.finditer(said)}


def _is_outside(end: Told, pair: Told) -> bool:
    high = pair.high or pair.low
    return not pair.low.value <= end.low.value <= high.value


def _outside(sentence: Sentence, end: Told, pair: Told) -> Mark:
    high = pair.high or pair.low
    edge, sign = (pair.low, "<") if end.low.value < pair.low.value else (high, ">")
    return sentence.at(min(end.said, end.start), end.end).mark(
        "age-beyond-range", Verdict.ASSUMES,
        f"{end.low.text} lies outside the range of ages, {pair.low.text} to {high.text}.",
        computed=edge.text, arithmetic=f"{end.low.text} {sign} {edge.text}", suggestion=edge.text,
        assumption="the range is of the same people at the same time",
    )  # fmt: skip


_PAIN = lazy(r"\bpain\b", _I)
_SCALED = lazy(
    r"(?<![\d.,/–-])0\s?(?:\([^()\d]{1,30}\)\s?)?,?\s?(?:-|–|—|−|to|through)\s?(?P<top>5|10|100)(?![\d.,]\d|\d|\s?(?:%|mm\b(?!\sVAS)|weeks?|days?|months?"
    r"|mg|g\b|h\b|min))"
)
_OUT_OF = lazy(
    r"(?<![\w.,/-])(?P<value>\d{1,3}(?:\.\d)?)\s?/\s?(?P<top>10|100)(?![\d/.]\d|[\d/%]|\s?(?:patients|cases|mL))"
)
_PLAIN = frozenset(("", "point"))
_CELL = lazy(r"\s*(?P<value>\d{1,3}(?:\.\d{1,2})?)\s*(?:(?:\(|±|\[)[^%/]*)?")
_NO_SCORE = lazy(
    r"%|\bn\b|\bno\.|number|respon|change|days|weeks|months|dose|time|duration|sum|total|WOMAC|SF-|BPI", _I
)


@rule(
    "score-beyond-scale",
    kind="statistic",
    doc="Scores of pain, their means and their ends lie on the one scale that the document names.",
    source="order of the printed numbers",
)
def scores_beyond(text: Scanned) -> Iterator[Mark]:
    """Scores of pain above the top of its scale, in sentences and in rows of tables."""
    tops: set[Fraction] = set()
    for sentence in text.sentences:
        if _PAIN.search(sentence.text):
            tops |= {Fraction(m["top"]) for m in _SCALED.finditer(sentence.text)}
            tops |= {
                t.high.value
                for t in roles(sentence.text)
                if t.role is Role.SCALE and t.high and "pain" in t.things and t.low.value == 0 and t.high.value >= 4
            }
    tables = [
        (block, row) for block, table in text.tables for row in table.rows[1:] if row and _PAIN.search(row[0].text)
    ]
    for _, row in tables:
        tops |= {Fraction(m["top"]) for m in _SCALED.finditer(row[0].text)}
    for sentence in text.sentences:
        if _PAIN.search(sentence.text):
            yield from _out_of(sentence)
            if len(tops) == 1:
                yield from _above(sentence, max(tops))
    for block, row in tables if len(tops) == 1 else ():
        for cell in row[1:] if not _NO_SCORE.search(row[0].text) else ():
            match = _CELL.fullmatch(cell.text)
            if match is not None and Fraction(match["value"]) > max(tops):
                yield _beyond(text.cell(block, cell, *match.span("value")), match["value"], max(tops))


def _out_of(sentence: Sentence) -> Iterator[Mark]:
    for match in _OUT_OF.finditer(sentence.text):
        near = sentence.text[max(0, match.start() - 40) : match.start()]
        if _PAIN.search(near) and Fraction(match["value"]) > Fraction(match["top"]):
            yield _beyond(sentence.at(*match.span()), match["value"], Fraction(match["top"]))


def _above(sentence: Sentence, top: Fraction) -> Iterator[Mark]:
    """Centres of pain, and ends in the bracket of such a centre."""
    centre: Told | None = None
    for one in roles(sentence.text):
        if unit_name(one.unit) not in _PLAIN or one.role is Role.SCALE:
            centre = None
            continue
        is_centre = one.role in (Role.MEAN, Role.MEDIAN)
        if is_centre:
            centre = one if one.things <= {"pain", "score"} and "pain" in one.things else None
        its_own = centre is not None and (is_centre or (_bracketed(sentence.text, centre, one) and bool(one.high)))
        number = one.high or one.low
        fits = top < number.value <= _MOST and _NEXT.match(sentence.text, one.end)
        if its_own and fits and _SCORED.search(sentence.text):
            yield _beyond(sentence.at(one.start, one.end), number.text, top)


_MOST = 120
_NEXT = lazy(
    r"\s?(?:[^\w\s%]|$|(?:points?|at|in|after|with|on|to|and|before|by|for|out|from|when|during|while|or|vs|versus|v|compared"
    r"|then|initially|both|overall)\b)",
    _I,
)
"""What stands behind a score; other words are of what else is counted."""
_SCORED = lazy(r"\b(?:pain|scores?|VAS|NRS)\b(?!\s(?:relief|medic\w+|kill\w+))", _I)


def _bracketed(said: str, centre: Told, end: Told) -> bool:
    between = said[centre.end : end.start]
    return end.start > centre.end and len(between) <= 40 and between.count("(") - between.count(")") == 1


def _beyond(at: Stretch, number: str, top: Fraction) -> Mark:
    figure = read_figure(number)
    shown = figure.text if figure else number
    return at.mark(
        "score-beyond-scale", Verdict.ASSUMES, f"{shown} lies beyond the scale of pain, which ends at {top}.",
        computed=f"at most {top}", arithmetic=f"{shown} > {top}", suggestion=f"a score from 0 to {top}",
        assumption="it is a score on that scale",
    )  # fmt: skip
