"""The least length told for everybody, against what is told of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import points
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.times.bounds import FOLLOWED, following
from resorb.scan.rules.times.dates import QUOTED, readable
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_SHORT = 600
_UNITS = ("day", "week", "month", "year")
_LEAST_OF_ALL = lazy(
    r"\b(?:all|every|each|both|none|nobody|no\s+(?:patient|participant|one|child|case)|minimum|only|included"
    r"|inclusion|eligib\w*|required?)\b",
    _I,
)
_SOMEONE = lazy(
    r"\b(?:(?:patient|case|participant|child|subject)\s+(?:no\.?\s*)?(?:\d{1,2}|[A-H])\b|(?-i:[A-H])(?=\s+for\b)|one\b|she\b|he\b"
    r"|(?:the\s+)?(?:shortest|briefest|youngest"
    r"|oldest|second|third|first)|a\s+(?:woman|man|girl|boy|child)|another|her|his)",
    _I,
)
_LET_OFF = lazy(
    r"\b(?:exclud\w+|ineligible|not\s+(?:been\s+)?(?:included|counted|analy\w+)|left\s+out|except\w*|apart\s+from"
    r"|unless|until|before(?!\s+(?:the\s+)?(?:assess|analys|evaluat|judg|respon))|earlier"
    r"|previous\w*|prior|later|pause\w*|interrupt\w*|another\s+\d|more|further|additional|planned|should|would"
    r"|will|pain|fever|interval"
    r"|recommend\w*|median|mean|old|aged|already|dialysis|weekly|first\s+\d|withheld|resum\w+|restart\w*)\b",
    _I,
)


@rule(
    "below-the-least",
    kind="time",
    doc="No length told of one patient is below the least that everybody is said to have had.",
    source="lengths of the same sentence and the next in the same unit",
)
def below_the_least(text: Scanned) -> Iterator[Mark]:
    """After at least five months in every patient (patient 1: 7 months; patient 2: 4 months)."""
    for sentence in readable(text):
        said = sentence.text
        if not _LEAST_OF_ALL.search(said) or QUOTED.search(said) or len(said) > _SHORT:
            continue
        least = next((one for one in points(said) if one.bound == "least" and one.unit in _UNITS), None)
        if least is None or _LET_OFF.search(said[: least.end]):
            continue
        for later in list(following(text, sentence))[:2]:
            after = least.end if later is sentence else 0
            if _LET_OFF.search(later.text[after:]) or (
                later is not sentence and re.search(r"\bleast\b|minimum", later.text)
            ):
                break
            for one in points(later.text):
                named = _SOMEONE.search(later.text[after : one.start])
                if _of_other(said, later.text[after : one.end]):
                    continue
                if one.start > after and named and one.unit == least.unit and not one.bound and one.value < least.value:
                    words, whole = later.text[one.start : one.end], said[least.start : least.end]
                    if _MEASURED.search(later.text[max(0, one.start - 40) : one.start]):
                        yield later.at(one.start, one.end).mark(
                            "below-the-least", Verdict.ASSUMES, f"{words} is less than {whole}, told for everybody.",
                            computed=f"{words} < {whole}", arithmetic=f"{words} < {whole}",
                            suggestion="correct the length, or the least", assumption="both are of the same thing",
                        )  # fmt: skip


def _of_other(said: str, words: str) -> bool:
    """Whether the least is one of follow-up and the length one of treatment, or the other way round."""
    return any(a.search(said) and not b.search(said) and b.search(words) and not a.search(words) for a, b in _TOPICS)


_TREATED = lazy(r"\b(?:treat\w*|therap\w*|cream|ointment|gel|infus\w*|inject\w*|STS|appl\w+|given|course)\b", _I)
_TOPICS = ((FOLLOWED, _TREATED), (_TREATED, FOLLOWED))
_MEASURED = lazy(
    r"(?:\bfor|\bof|\bwas|\bafter|\blasted|\bonly|:|\(|,|\bhad|\bto)\s*(?:only\s+|just\s+|a\s+total\s+of\s+|a\s+"
    r"|an\s+)?$",
    _I,
)
