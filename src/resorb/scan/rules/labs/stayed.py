"""Results said to stay on one side of a limit, and then listed: "stayed below 1.50 mmol/L: 1.31, 1.62 and 1.38"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.labs.names import LabName, lab_names
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import DIGITS, NUM, B, number
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_BELOW = r"below|under|less\s+than|lower\s+than|(?:never|not)\s+(?:above|over|exceeded|rose\s+above)"
_ABOVE = r"above|over|more\s+than|higher\s+than|(?:never|not)\s+(?:below|under|fell\s+below)"
_STAYED = lazy(
    r"(?:\s+(?:levels?|concentrations?|values?|results?))?\s+(?:(?:was|were|had|has|been|all|always|consistently"
    r"|stayed|remained|kept|persisted)\s+){0,4}"
    rf"(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))\s+"
    r"(?:the\s+(?:(?:upper|lower)\s+)?(?:normal\s+|reference\s+)?limit(?:\s+of\s+(?:the\s+)?(?:normal|reference)(?:\s+range)?)?"
    rf"\s*[(,]?\s*(?:of\s+)?)?(?P<limit>{NUM})(?:{B}?(?P<unit>{LAB_UNIT}))?\)?"
    r"(?:\s+(?:at|on|in|throughout|during|over)\s+[^:;.()\d]{1,40})?\s*[:(]\s*",
    _I,
)
_LIST = lazy(rf"(?:{DIGITS})(?:\s*(?:,\s*and|,|;|and)\s*(?:{DIGITS})){{2,15}}(?:{B}?(?P<unit>{LAB_UNIT}))?(?!\s?%)", _I)
_EACH = lazy(DIGITS)
_SAID_ALWAYS = lazy(r"\b(?:stayed|remained|always|all|never|every|each|consistently|throughout|kept)\b", _I)
_EXCEPT = lazy(
    r"\b(?:except\w*|apart|but|save|most\w*|usually|generally|median|mean|average|until|target|goal|aim\w*|should|if|when|before)\b",
    _I,
)


@rule(
    "lab-stayed",
    kind="lab",
    doc="Results listed for a value that is said to have stayed below or above a limit do so.",
    source="order of the printed numbers",
)
def stayed(text: Scanned) -> Iterator[Mark]:
    """Each listed result on the wrong side of its limit."""
    for sentence in text.sentences:
        said = sentence.text
        if sentence.is_long or not _SAID_ALWAYS.search(said) or _EXCEPT.search(said):
            continue
        for name in lab_names(said):
            yield from _judged(sentence, name)


def _judged(sentence: Sentence, name: LabName) -> Iterator[Mark]:
    said = sentence.text
    match = _STAYED.match(said, name.end)
    listed = _LIST.match(said, match.end()) if match else None
    limit = number(match["limit"]) if match else None
    if match is None or listed is None or limit is None or not _same_unit(match["unit"], listed["unit"]):
        return
    ends = [(m, n[0]) for m in _EACH.finditer(said, listed.start(), listed.end()) if (n := number(m[0])) is not None]
    wrong = [(m, n) for m, n in ends if _is_beyond(n, limit[0], below=match["below"] is not None)]
    if len(wrong) * 2 > len(ends):
        return  # the list is of something else
    side = "below" if match["below"] else "above"
    for one, value in wrong:
        sign = ">" if value > limit[0] else "<"
        yield sentence.at(one.start(), one.end()).mark(
            "lab-stayed", Verdict.FAILS, f"{one[0]} is not {side} {match['limit']}, where all values are said to be.",
            computed=f"{one[0]} {sign} {match['limit']}", arithmetic=f"{one[0]} {sign} {match['limit']}",
            suggestion=f"a value {side} {match['limit']}, or another limit",
        )  # fmt: skip


def _is_beyond(value: Fraction, limit: Fraction, *, below: bool) -> bool:
    return value > limit if below else value < limit


def _same_unit(one: str | None, other: str | None) -> bool:
    return not one or not other or lab_unit(one) == lab_unit(other)
