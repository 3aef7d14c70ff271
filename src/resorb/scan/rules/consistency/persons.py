"""The one patient of a report: age, sex and side are the same wherever they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.lazy import lazy
from resorb.reading.papers.persons import (
    RELATIVES,
    SEVERAL,
    Described,
    again,
    age_and_sex,
    aged,
    ages,
    introduced,
    label_of,
    sex_of,
)
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, line_of
from resorb.values.documents import BlockKind, Passage
from resorb.values.findings import Verdict

_LATER = lazy(
    r"\b(?:now|currently|at last|last seen|follow-?up|later|by then|meanwhile|turned|years? after)\b",
    re.IGNORECASE,
)
_FOLLOWED_YEARS = 3
_TWO_DIGITS, _COUPLE = 10, 2
_MISPRINTS = ("two digits swapped", "one digit")
_ELSEWHEN = lazy(
    rf"{RELATIVES.pattern}|\b(?:since|at\s+(?:the\s+)?age|onset|began|begun|started|born|diagnosed|years?\s+(?:later|before|"
    r"earlier|ago|after)|now|then|until|means?|medians?|average|range|"
    r"patients|as\s+a\s+child|compar\w+|control|donor)\b",
    re.IGNORECASE,
)
_ROW_AGE = lazy(r"(?P<n>\d{2})\s*(?:y|yrs?|years?)?\.?", re.IGNORECASE)
Seen = tuple[Sentence, Described]


@rule(
    "same-person",
    kind="consistency",
    doc="The one patient of a report has the same age, sex and side wherever they are printed.",
    source="comparison of descriptions; several patients, other papers' patients and later ages are left out",
)
def same_person(text: Scanned) -> Iterator[Mark]:
    """Ages and sexes of the patient or patients a report brings in, and sides of the one lesion."""
    ours = [s for s in text.sentences if not is_of_others(s)]
    brought_in = [(s, d) for s in ours for d in introduced(s.text) if not RELATIVES.search(s.text, d.end, d.end + 20)]
    several = any(SEVERAL.search(s.text) for s in ours) or len({d.sex for _, d in brought_in if d.sex}) > 1
    yield from _ages(text, ours, brought_in)
    yield from _rows(text)
    found = [] if several else list(_introductions(brought_in))
    yield from found or ([] if several else _misprinted(text, ours))


def _ages(text: Scanned, ours: list[Sentence], brought_in: list[Seen]) -> Iterator[Mark]:
    """An age the text comes back to is that of a patient it brought in."""
    known = {d.age for _, d in brought_in if d.age is not None}
    if not known or len(known) > 6:
        return
    table_ages = {
        int(n) for _, table in text.tables for row in table.rows for c in row for n in re.findall(r"\b\d{2}\b", c.text)
    }
    for sentence in ours:
        for one in again(sentence.text):
            age = one.age or 0
            near = any(0 < age - k <= _FOLLOWED_YEARS for k in known)
            if age in known or near or age in table_ages or _LATER.search(sentence.text):
                continue
            others = [a for s in ours if s is not sentence for a in ages(s.text)]
            if age in others or (len(known) > 1 and not one.is_ours):
                continue
            there = min(((s, d) for s, d in brought_in if d.age is not None), key=lambda p: abs((p[1].age or 0) - age))
            yield differs(
                "same-person",
                sentence,
                (one.start, one.end),
                "the age of the patient",
                (there[0], (there[1].start, there[1].end)),
            )


def _misprinted(text: Scanned, ours: list[Sentence]) -> Iterator[Mark]:
    """The two ages of a report, of which one stands once and looks like a misprint of the other."""
    told = [(s, d) for s in ours if not _ELSEWHEN.search(s.text) for d in aged(s.text) if d.age]
    told += _row_ages(text)
    every = [d.age or 0 for _, d in told]
    values = sorted(dict.fromkeys(reversed(every)), key=every.count)
    if len(values) != len({"odd", "usual"}):
        return
    odd, usual = values
    mine = [(s, d) for s, d in told if d.age == odd]
    there = next((s, d) for s, d in told if d.age == usual)
    apart = abs(odd - usual) > _FOLLOWED_YEARS and min(values) >= _TWO_DIGITS
    if len(mine) == 1 and apart and near_count(odd, usual, off_by=0) in _MISPRINTS:
        sentence, one = mine[0]
        if sentence is not there[0]:
            span = there[1].start, there[1].end
            yield differs(
                "same-person", sentence, (one.start, one.end), "the age of the patient", (there[0], span),
                "the two speak of one patient at about one time",
            )  # fmt: skip


def _row_ages(text: Scanned) -> Iterator[Seen]:
    """Ages of the patient in tables of two columns."""
    for number, table in text.tables:
        for row in table.rows:
            cell = _ROW_AGE.fullmatch(row[1].text) if len(row) == _COUPLE else None
            if cell and re.match(r"age\b(?!.*(?:mean|median|onset|diagnosis))", row[0].text, re.IGNORECASE):
                block = text.document.blocks[number]
                sentence = Sentence(row[1].text, 0, row[1], block, number, 10**6, text.document.name)
                yield sentence, Described(0, len(row[1].text), int(cell["n"]), None)


def _introductions(brought_in: list[Seen]) -> Iterator[Mark]:
    """A report of one patient that brings the patient in twice, each time under another heading."""
    first: Seen | None = None
    for sentence, one in brought_in:
        if one.age is None:
            continue
        if first is None:
            first = sentence, one
            continue
        before, known = first
        apart = sentence.section != before.section and sentence.block_number != before.block_number
        if (
            apart
            and one.age != known.age
            and (one.sex == known.sex or None in (one.sex, known.sex))
            and len(brought_in) < 4
        ):
            years = (
                "the patient grew older between the two" if 0 < one.age - (known.age or 0) <= _FOLLOWED_YEARS else None
            )
            yield differs(
                "same-person",
                sentence,
                (one.start, one.end),
                "the age of the patient",
                (before, (known.start, known.end)),
                years,
            )


def _rows(text: Scanned) -> Iterator[Mark]:
    """Ages and sexes of numbered patients: in the text under "Case 2", and in a table with a row for each."""
    told = _told(text)
    if not told:
        return
    for block, table in text.tables:
        head = [cell.text.lower() for cell in table.rows[0]] if table.rows else []
        if not head or not re.match(r"(?:patient|case|pt|sibling|no|#)", head[0]):
            continue
        for row in table.rows[1:]:
            number = label_of(row[0].text) if row else None
            if number not in told or number is None:
                continue
            sentence, known = told[number]
            for name, cell in zip(head[1:], row[1:], strict=False):
                if (words := _mismatch(name, cell, known)) is not None:
                    before = sentence.text[known.start : known.end]
                    yield text.cell(block, cell).mark(
                        "same-person",
                        Verdict.FAILS,
                        f"Patient {number} is {words} here; line {line_of(sentence)} says “{before}”.",
                        computed=before,
                        arithmetic=f"“{cell.text}” ≠ “{before}”",
                        suggestion="one of the two is another patient's, or a misprint",
                    )


def _told(text: Scanned) -> dict[int, Seen]:
    """The one description of each numbered patient."""
    found: dict[int, list[Seen]] = {}
    current: int | None = None
    for sentence in text.sentences:
        if sentence.block.kind is BlockKind.CAPTION:
            continue
        number = label_of(sentence.text) if not sentence.text.strip().isdigit() else None
        if number is not None:
            current = number
        elif sentence.block.kind is BlockKind.HEADING:
            current = None
        if current is not None and not is_of_others(sentence):
            found.setdefault(current, []).extend((sentence, d) for d in introduced(sentence.text))
    return {number: seen[0] for number, seen in found.items() if len(seen) == 1 and seen[0][1].age is not None}


def _mismatch(head: str, cell: Passage, known: Described) -> str | None:
    both = age_and_sex(cell.text) if "age" in head and ("sex" in head or "gender" in head) else None
    age = both[0] if both else int(cell.text) if re.match(r"age\b", head) and cell.text.strip().isdecimal() else None
    sex = both[1] if both else sex_of(cell.text) if re.match(r"sex|gender", head) else None
    if sex is not None and known.sex is not None and sex != known.sex:
        return sex
    if age is not None and known.age is not None and abs(age - known.age) > _FOLLOWED_YEARS:
        return f"{age} years old"
    return None
