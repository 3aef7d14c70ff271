"""A measured number that stands alone against one printed twice: 24 weeks in a legend, 14 weeks in text and discussion.

The two must have the same unit or noun and share words about what is measured; the lone one must stand in another part
of the document. A legend, an abstract or a discussion says again what the results say, so a number there that differs
by one digit, or is the results' number with its digits exchanged, is most likely a slip of the pen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.citations import stems
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, WORDS, read_numeral
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency_common import differs, is_of_others, is_summary, parts, times_printed, transposed
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict

_NOUNS = (
    r"(?:patients|participants|subjects|adults|children|persons|people|women|men|lesions|deposits|ulcers|wounds|cent(?:re|er)s|units|"
    r"hospitals|courses|infusions|injections|sessions|reports|studies|articles|databases|cases|days|weeks|months|years|hours|minutes)"
)
_UNITS = r"(?:%|(?:mmol|µmol|mg|g|kg|mL|L|IU|U|mm|cm)(?:\s?/\s?(?:1\.73\s?)?[A-Za-z][A-Za-z0-9²]{0,7})?)(?![\w/])"
_MEASURED = lazy(
    rf"(?P<n>{NUMBER})[\s-]?(?:(?P<unit>{_UNITS})|(?P<noun>{_NOUNS}|day|week|month|year)\b)", re.IGNORECASE
)
_PLANNED = lazy(
    r"\b(?:at|by|week|month|day|until|before|within|every|each|per|compared|versus|than|range|between|planned|usual\w*|"
    r"recommended|up to|at least|at most|fewer|more)\s*$",
    re.IGNORECASE,
)
_SAME = {
    "participants": "patients",
    "subjects": "patients",
    "persons": "patients",
    "people": "patients",
    "centers": "centres",
}
_BARE = lazy(_UNITS)
ENOUGH_WORDS = 2
"""Words about what is measured that both sentences must share, besides the number's own noun."""
MOST = 400
"""Measured numbers of a document beyond which it is no paper, and the rule is silent."""


@dataclass(frozen=True, slots=True)
class _Printed:
    sentence: Sentence
    start: int
    end: int
    text: str
    of: str
    words: frozenset[str]


@rule(
    "odd-number",
    kind="consistency",
    doc="A number said again in another part of the paper is the number that stands twice elsewhere.",
    source="same unit and subject; a slip of one digit, or digits exchanged, against a number printed at least twice",
)
def odd_number(text: Scanned) -> Iterator[Mark]:
    """Numbers that stand once, each against the numbers of the same unit that stand twice or more."""
    measured = list(_measured(text))
    if not 3 <= len(measured) <= MOST:
        return
    part, often = parts(text), times_printed(text)
    for one in measured:
        number = read_numeral(one.text)
        if number is None or often[number.value] != 1 or not _says_again(one.sentence):
            continue
        mine = part[one.sentence.block_number]
        others = [
            o for o in measured
            if o.of == one.of and part[o.sentence.block_number] != mine and len(one.words & o.words) >= ENOUGH_WORDS
        ]  # fmt: skip
        others = [o for o in others if _slip(number.text, o.text) and o.text.lower() not in WORDS]
        values = {read_numeral(o.text) for o in others}
        value = values.pop() if len(values) == 1 else None
        if value is None or often[value.value] < 2 or one.text.lower() in WORDS:
            continue
        there = others[0]
        yield differs(
            "odd-number", one.sentence, (one.start, one.end), f"the number of {one.of}" if one.of.isalpha() else "this",
            (there.sentence, (there.start, there.end)), "another quantity is meant",
        )  # fmt: skip


_WHOLE_TABLE = lazy(
    r"^(?:table|tab\.?)\s*\w{1,3}\s?[.:–—-]?\s*(?:(?:baseline|demographic|clinical|patient|main|general)\s+)*"
    r"(?:characteristics|patients|participants|cases|demographics|features|data|subjects)\b[^.()]{0,60}"
    r"\(\s?n\s?=",
    re.IGNORECASE,
)
_SIZE = lazy(r"\(\s?n\s?=\s?(?P<n>\d+)\s?\)", re.IGNORECASE)


@rule(
    "table-size",
    kind="consistency",
    doc="A table of all patients is headed by the number of patients that the text gives throughout.",
    source="the n of the caption, printed nowhere else, against the one group size of the text",
)
def table_size(text: Scanned) -> Iterator[Mark]:
    """Captions such as "Patients (n = 16)" where the text speaks of 18 patients and never of 16."""
    captions = [
        (s, m)
        for s in text.sentences
        if s.block.kind is BlockKind.CAPTION and _WHOLE_TABLE.match(s.passage.text) and (m := _SIZE.search(s.text))
    ]
    if not captions:
        return
    sizes = Counter(
        (number.value, one.of)
        for one in _measured(text)
        if one.of in ("patients", "cases", "adults", "children") and (number := read_numeral(one.text)) is not None
    )
    often = times_printed(text)
    for sentence, match in captions:
        number = read_numeral(match["n"])
        said = [(value, of) for (value, of), times in sizes.items() if times >= 2]
        if number is None or len(said) != 1 or often[number.value] != 1 or number.value >= said[0][0]:
            continue
        value, of = said[0]
        yield sentence.at(match.start("n"), match.end("n")).mark(
            "table-size",
            Verdict.ASSUMES,
            f"The table is headed by {match['n']}, the text speaks of {value} {of} and nowhere of {match['n']}.",
            computed=str(value),
            arithmetic=f"{value} − {match['n']} = {value - number.value}",
            suggestion=f"n = {value}, or say why {value - number.value} are left out",
            assumption="some are left out of the table without a word",
        )


def _measured(text: Scanned) -> Iterator[_Printed]:
    for sentence in text.sentences:
        if len(sentence.text) > 1200 or is_of_others(sentence):
            continue
        words: frozenset[str] | None = None
        for match in _MEASURED.finditer(sentence.text):
            if _PLANNED.search(sentence.text, max(0, match.start() - 14), match.start()):
                continue
            words = frozenset(stems(_BARE.sub(" ", sentence.text))) if words is None else words
            noun = (match["noun"] or match["unit"]).lower()
            noun = noun if noun.endswith("s") or not match["noun"] else f"{noun}s"
            of = _SAME.get(noun, noun)
            bare = words - stems(match["unit"] or noun)
            yield _Printed(sentence, match.start(), match.end(), match["n"], of, bare)


def _says_again(sentence: Sentence) -> bool:
    legend = sentence.block.kind is BlockKind.CAPTION or "legend" in sentence.section
    return legend or is_summary(sentence)


def _slip(one: str, other: str) -> bool:
    """Whether one digit was exchanged, added or dropped, or the digits stand in another order."""
    a, b = one.replace(",", ""), other.replace(",", "")
    if transposed(a, b):
        return True
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1 and len(a) > 1
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
