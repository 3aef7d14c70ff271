"""What the text says of a numbered patient, against the patient's row (or column) of a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.papers.persons import label_of, sex_of
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import is_of_others, line_of
from resorb.values.documents import BlockKind, Passage, Table
from resorb.values.findings import Verdict

_MOST_CASES, _LONGEST_VALUE = 40, 28
_HEAD = lazy(
    r"\s*(?:patient|case|pt|subject|participant|id|no|nr|#)s?\.?(?:\s*(?:no|nr|number|id|#)\.?)?\s*", re.IGNORECASE
)
_LABEL = lazy(r"\s*(?:(?:patient|case|pt|subject|no)\.?\s*)?#?(?P<n>\d{1,2})\.?\s*", re.IGNORECASE)
_NAMED = lazy(
    r"\b(?:patients?|cases?|pts?)\s*(?:no\.?\s*)?#?(?P<list>\d{1,2}(?:(?:\s*,\s*|,?\s+and\s+|\s*&\s*)\d{1,2}){0,6})"
    r"(?!\s?[%/–-]|\.\d|\s+(?:days?|weeks?|months?|years?|and\s+\d+\s+(?:others?|years?)))\b",
    re.IGNORECASE,
)
_CUT = lazy(
    r"[;:]\s|,\s(?:while|whereas|but|unlike|though|although|as\s+did|as\s+had)\s|\s(?:while|whereas|unlike|than|except)\s"
)
_UNSURE = lazy(
    r"\b(?:not|no|nor|neither|never|without|unlike|except|before|previous\w*|prior|initial\w*|at\s+first|later|then|first|"
    r"second|suspected|possible|mother|father|sister|brother|until|became|changed|switched|increased|reduced|raised|"
    r"lowered|other|others|all|both|each|eventually|subsequent\w*|from)\b",
    re.IGNORECASE,
)
_LATER = lazy(
    r"\b(?:not|no|nor|neither|never|without|later|then|subsequent\w*|eventually|unlike|except)\b", re.IGNORECASE
)
_PLAIN = lazy(r"[^\W\d_][^\W\d_]+(?:[ -][^\W\d_]{2,}){0,3}")
_EMPTY = frozenset(
    """yes no none nil other unknown left right both na n/a male female normal absent present high low never first
    new""".split()  # noqa: SIM905
)
_SHORT = {
    "ssc": "systemic sclerosis|scleroderma", "dm": "dermatomyositis", "jdm": "juvenile dermatomyositis",
    "sle": "lupus", "lupus": "lupus|sle", "iv": "intravenous(?:ly)?", "il": "intralesional(?:ly)?",
    "dead": "dead|died", "died": "died|dead", "alive": "alive", "complete": "complete(?:ly)?|cr",
    "partial": "partial(?:ly)?|pr", "cr": "complete", "pr": "partial",
    "hd": "ha?emodialysis", "pd": "peritoneal dialysis",
    "topical": "topical(?:ly)?", "intravenous": "intravenous(?:ly)?|iv", "intralesional": "intralesional(?:ly)?|il",
}  # fmt: skip
"""Values of cells that the text says in other words."""
_AGE = lazy(
    r"\b(?P<n>\d{1,2})[\s-](?:years?|yrs?)[\s-]old\b|\baged\s+(?P<n2>\d{1,2})\b|\b(?:wom[ae]n|m[ae]n|boy|girl)\s+of\s+(?P<n3>\d{1,2})\b",
    re.IGNORECASE,
)
_SEX = lazy(r"\b(?:an?|the|this)\s+(?:[\w-]+\s+){0,2}?(?P<sex>woman|man|boy|girl)\b", re.IGNORECASE)
_SPAN = lazy(
    r"\bfor\s+(?P<n>\d{1,3})\s(?P<unit>day|week|month|year)s?\b(?!\s+(?:before|after|earlier|later))", re.IGNORECASE
)
_DOSE = lazy(r"(?<![\d.,–-])(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?(?P<unit>g|mg)\b(?!\s?/)")
_OTHER_AGE = lazy(r"\b(?:when|at\s+(?:onset|diagnosis)|found|diagnosed|began|now)\b", re.IGNORECASE)
_THEN_ALIVE = lazy(r"\b(?:at|after|by|until|in)\s", re.IGNORECASE)
_TREATED = lazy(r"\b(?:thiosul\w+|STS|TST|treat\w*|infus\w+|inject\w+|therapy|ointment|cream)\b", re.IGNORECASE)
_NUMBER = lazy(r"\s*(?P<n>\d{1,4}(?:\.\d{1,2})?)\s*(?P<unit>[a-z]*)\.?(?:\s*(?:[x×,].{0,40}))?\s*", re.IGNORECASE)
_UNIT_IN_HEAD = lazy(r"\b(?P<unit>days?|weeks?|months?|years?|wks?|g|mg)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cell:
    head: str
    cell: Passage
    block: int


_Cases = dict[int, list[_Cell]]


@rule(
    "case-in-table",
    kind="consistency",
    doc="What the text says of a numbered patient stands in that patient's row of the table.",
    source="the table's own words, with age, sex, span and dose; one value in a clause that names the patient",
)
def case_in_table(text: Scanned) -> Iterator[Mark]:
    """Patients named by number in the text, each against the table."""
    cases: _Cases = defaultdict(list)
    for number, table in text.tables:
        for case, cells in _cases(table, number).items():
            cases[case] += cells
    if not 2 <= len(cases) <= _MOST_CASES:
        return
    vocabulary = _vocabulary(cases)
    marked: set[int] = set()
    for sentence in text.sentences:
        if sentence.block.kind is BlockKind.CAPTION or sentence.is_long or is_of_others(sentence):
            continue
        for named, start, end in _clauses(sentence):
            for case in named:
                for one in cases.get(case, ()):
                    found = _mismatch(sentence.text[start:end], one, vocabulary[one.head])
                    if found is None or sentence.number in marked:
                        continue
                    marked.add(sentence.number)
                    at, until, words = found
                    yield sentence.at(start + at, start + until).mark(
                        "case-in-table", Verdict.ASSUMES,
                        f"The table has “{one.cell.text}” for patient {case} ({one.head}); here it is “{words}”.",
                        computed=one.cell.text,
                        arithmetic=f"“{words}” (line {line_of(sentence)}) ≠ “{one.cell.text}” (table, patient {case})",
                        suggestion=f"“{one.cell.text}” here, or “{words}” in the table",
                        assumption="the clause speaks of what the column holds",
                    )  # fmt: skip


def _cases(table: Table, block: int) -> _Cases:
    """Cells of each case: of a row that its number begins, or of a column that its number heads."""
    rows = table.rows
    if len(rows) < 3 or not rows[0]:
        return {}
    found: _Cases = {}
    if _HEAD.fullmatch(rows[0][0].text):
        for row in rows[1:]:
            label = _LABEL.fullmatch(row[0].text) if row else None
            if label is None or int(label["n"]) in found:
                return {}
            found[int(label["n"])] = [_Cell(h.text, c, block) for h, c in zip(rows[0][1:], row[1:], strict=False)]
        return found
    heads = [label_of(cell.text) for cell in rows[0][1:]]
    if None in heads or len(set(heads)) != len(heads):
        return {}
    for at, case in enumerate(heads, 1):
        if case is not None:
            found[case] = [_Cell(row[0].text, row[at], block) for row in rows[1:] if len(row) > at]
    return found


def _vocabulary(cases: _Cases) -> dict[str, frozenset[str]]:
    """The words that stand in each column of words."""
    found: dict[str, set[str]] = defaultdict(set)
    for cells in cases.values():
        for one in cells:
            found[one.head].add(one.cell.text.strip().lower())
    plain = {
        head: frozenset(v for v in values if len(v) <= _LONGEST_VALUE and _PLAIN.fullmatch(v) and v not in _EMPTY)
        for head, values in found.items()
    }
    return {head: values if 2 <= len(values) <= 6 else frozenset() for head, values in plain.items()}


def _clauses(sentence: Sentence) -> Iterator[tuple[list[int], int, int]]:
    """The patients named, and the clause about them: behind the name; around it when several stand in brackets."""
    text = sentence.text
    named = list(_NAMED.finditer(text))
    if not named:
        label = label_of(sentence.passage.text[:12])
        if label is not None and not _NAMED.search(sentence.passage.text, 12) and "patients" not in text:
            yield [label], 0, len(text)
        return
    for at, match in enumerate(named):
        numbers = [int(n) for n in re.findall(r"\d+", match["list"])]
        left = named[at - 1].end() if at else 0
        right = named[at + 1].start() if at + 1 < len(named) else len(text)
        cuts = [m.end() for m in _CUT.finditer(text, left, match.start())]
        cut = _CUT.search(text, match.end() + 1, right)
        bracketed = text[match.end() : match.end() + 1] == ")" and len(named) == 1
        yield numbers, (max([left, *cuts]) if bracketed else match.start()), cut.start() if cut else right


def _mismatch(clause: str, one: _Cell, values: frozenset[str]) -> tuple[int, int, str] | None:
    head, own = one.head.lower(), one.cell.text.strip().lower()
    if own in values:
        return _other_word(clause, own, values)
    if re.match(r"sex|gender", head):
        said = {m["sex"].lower(): m for m in _SEX.finditer(clause)}
        if len(said) == 1 and (sex := sex_of(own)) is not None:
            word, match = next(iter(said.items()))
            return (*match.span("sex"), word) if sex_of(word) not in (None, sex) else None
        return None
    number = _NUMBER.fullmatch(one.cell.text)
    value = read_numeral(number["n"]) if number else None
    if number is None or value is None:
        return None
    return _other_number(clause, head, value.value, number["unit"].lower())


def _other_word(clause: str, own: str, values: frozenset[str]) -> tuple[int, int, str] | None:
    """A value of the column that is another patient's, where the patient's own is not said."""
    said = {v: m for v in values if (m := re.search(rf"\b(?:{_words(v)})\b", clause, re.IGNORECASE))}
    if own in ("dead", "died") and _THEN_ALIVE.search(clause):
        return None
    if len(said) != 1 or own in said or _UNSURE.search(clause):
        return None
    if any(re.search(rf"\b(?:{_words(v)})\b", own) for v in said):
        return None
    match = next(iter(said.values()))
    return *match.span(), match[0]


def _words(value: str) -> str:
    return f"{re.escape(value)}|{_SHORT[value]}" if value in _SHORT else re.escape(value)


def _is_its_dose(clause: str, head: str) -> bool:
    """Whether a clause tells the dose of a column: one of any drug, or one whose drug it names."""
    names = re.findall(r"[a-z]{4,}", head)
    return "total" not in names and ("dose" in names or any(name in clause.lower() for name in names))


def _other_number(clause: str, head: str, value: Fraction, unit: str) -> tuple[int, int, str] | None:
    """An age, a span of treatment or a dose that is not the cell's."""
    if _LATER.search(clause):
        return None
    if re.match(r"age\b", head):
        found = [] if _OTHER_AGE.search(clause) else list(_AGE.finditer(clause))
        if len(found) == 1:
            said = int(found[0]["n"] or found[0]["n2"] or found[0]["n3"])
            return (*found[0].span(), found[0][0]) if said != value and len(head) < 20 else None
        return None
    if re.search(r"follow|since|before|disease|vintage|until|onset|interval", head):
        return None
    named = _UNIT_IN_HEAD.search(head)
    unit = (unit or (named["unit"].lower() if named else "")).rstrip("s").replace("wk", "week")
    pattern = _SPAN if unit in ("day", "week", "month", "year") else _DOSE if unit in ("g", "mg") else None
    found = list(pattern.finditer(clause)) if pattern else []
    if pattern is _SPAN and not _TREATED.search(clause):
        return None
    if len(found) != 1 or found[0]["unit"].lower() != unit or _UNSURE.search(clause):
        return None
    said_value = read_numeral(found[0]["n"])
    if said_value is None or said_value.value == value or (pattern is _DOSE and not _is_its_dose(clause, head)):
        return None
    return *found[0].span("n"), found[0][0]
