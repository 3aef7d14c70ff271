"""Nothing happens to a person after death."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.arithmetic.rounding import written
from resorb.reading.dates import Dated, dates
from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length, points
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import LONGEST, readable, written_date
from resorb.values.findings import Verdict

_DIED = lazy(
    r"\b(?:died|passed\s+away|deceased|death\s+(?:occurred|came|followed))\b(?!\s+(?:of|in)\s+(?:her"
    r"|his)\s+(?:mother|father|wife|husband))(?:[^.;]{0,60}?\b(?:on|in)\s+|\s*[:,]?\s*)$"
    r"|\b(?:until|till|to|at)\s+(?:her|his|the)\s+death\b[^.;\d]{0,40}?(?:\b(?:on|in)\s+)?$",
    re.IGNORECASE,
)
_ALIVE = lazy(
    r"\b(?:visit|seen|review\w*|follow-up|examin\w+|assess\w+|ulcers?|wounds?|lesions?|pain|healed|closed"
    r"|improv\w+|infusions?|injections?|treat\w+|received|discharged|walk\w*"
    r"|restarted|photograph\w*|clinic|consult\w+|report(?:ed|s)|dressings?|pt|continues?|presented|dialysis|attended|tolerated)\b",
    re.IGNORECASE,
)
_AFTER_DEATH = lazy(
    r"\b(?:autopsy|autopsies|necropsy|post-?\s?mortem|posthumous\w*|registry|register|published|publication|family"
    r"|widow\w*|sister|brother|mother|father|son|daughter|censored|data|database"
    r"|report\s+was|letter|certificate|another|second\s+patient|other\s+patients?|next\s+patient|patient\s+\d"
    r"|case\s+\d|successor|analysis|remaining|others?|survivors|the\s+rest|patients|hospital\s+closed|coroner|study)\b",
    re.IGNORECASE,
)

_OTHER_CLAUSE = lazy(r";(?!\s*(?:he|she|his|her|at|on|in)\b)", re.IGNORECASE)


@rule(
    "nothing-dated-after-death",
    kind="time",
    doc="Nobody is seen or treated after the printed date of death.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def nothing_after_death(text: Scanned) -> Iterator[Mark]:
    """Dates of the death's own sentence and of the two sentences behind it, of the same person."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"\bdied|passed away|death|deceased", said) or not re.search(r"\d{4}", said):
            continue
        deaths: list[Dated] = []
        at = 0
        for d in dates(said, first):
            if d.days and _DIED.search(said[max(at, d.start - 80) : d.start]):
                deaths.append(d)
            at = d.end
        if len(deaths) != 1 or re.search(
            r"\b(?:mother|father|brother|sister|wife|husband|patients|donor)\b", said, re.IGNORECASE
        ):
            continue
        for number in range(sentence.number, min(sentence.number + 3, len(text.sentences))):
            later = text.sentences[number]
            if (
                later.block_number != sentence.block_number
                or len(later.text) > LONGEST
                or _AFTER_DEATH.search(later.text)
            ):
                break
            for one in dates(later.text, first):
                own = number == sentence.number
                if own and (one.end <= deaths[0].end or _OTHER_CLAUSE.search(said[deaths[0].end : one.start])):
                    continue
                if _is_after(deaths[0], one) and _ALIVE.search(later.text[deaths[0].end if own else 0 :]):
                    words = f"{written_date(one)} lies after the death on {written_date(deaths[0])}."
                    yield later.at(one.start, one.end).mark(
                        "nothing-dated-after-death", Verdict.FAILS, words, computed=f"after {written_date(deaths[0])}",
                        arithmetic=f"{written_date(deaths[0])} < {written_date(one)}", suggestion="correct one of "
                        "the two dates",
                    )  # fmt: skip


def _is_after(death: Dated, one: Dated) -> bool:
    return bool(death.days and one.days and death.days.is_before(one.days))


_HE_DIED = lazy(
    r"^(?:[^.;]{0,40}\b)?(?:(?:one|a|another)\s+(?:patient|man|woman|boy|girl|child)|he|she|the\s+(?:patient|man|woman|boy|girl)|(?:mr|mrs"
    r"|ms)\.?\s+\w+)\s+(?:had\s+)?(?:died|passed\s+away)\b",
    re.IGNORECASE,
)
_HE_DIED_SURELY = lazy(
    r"^(?:[^.;]{0,40}\b)?(?:he|she|the\s+(?:patient|man|woman|boy|girl)|(?:mr|mrs"
    r"|ms)\.?\s+\w+)\s+(?:had\s+)?(?:died|passed\s+away)\b",
    re.IGNORECASE,
)
_SINCE_START = lazy(
    r"\s*(?:after|of|into|from)\s+(?:the\s+)?(?:start\w*|initiat\w+|begin\w+|first"
    r"|commenc\w+|treatment|therapy|onset\s+of\s+(?:treatment|therapy))\b|\s*(?:[.,;]|$)",
    re.IGNORECASE,
)
_POINT = lazy(r"^\W*(?:then,?\s+)?(?:at|on|after|by)\s+(?:the\s+)?$", re.IGNORECASE)


@rule(
    "nothing-told-after-death",
    kind="time",
    doc="Nothing is told of a person at a later week or month than that of the death.",
    source="comparison of days since the start of treatment; each number stands for one unit either way",
)
def nothing_told_after_death(text: Scanned) -> Iterator[Mark]:
    """She died at 3 months; at 6 months her ulcers had healed."""
    for sentence in readable(text):
        said = sentence.text
        match = _HE_DIED.search(said) if "died" in said or "passed" in said else None
        if match is None:
            continue
        found = [one for one in points(said) if one.start >= match.end() and _SINCE_START.match(said, one.end)]
        if len(found) != 1:
            continue
        yield from _in_own_sentence(sentence, found[0])
        if not _HE_DIED_SURELY.search(said):
            continue
        for later in text.sentences[sentence.number + 1 : sentence.number + 3]:
            if (
                later.block_number != sentence.block_number
                or len(later.text) > LONGEST
                or _AFTER_DEATH.search(later.text)
            ):
                break
            for one in points(later.text):
                is_later = _lies_after(one, found[0])
                if is_later and _POINT.match(later.text[: one.start]) and _ALIVE.search(later.text):
                    words = later.text[one.start : one.end]
                    yield later.at(one.start, one.end).mark(
                        "nothing-told-after-death", Verdict.FAILS,
                        f"{words} lies after the death at {said[found[0].start : found[0].end]}.",
                        computed=f"{_words(one)} > {_words(found[0])}", arithmetic=f"{_words(one)} > "
                        f"{_words(found[0])}",
                        suggestion="correct one of the two times",
                    )  # fmt: skip


def _lies_after(one: Length, death: Length) -> bool:
    if one.unit == death.unit and not one.bound and not death.bound and not death.span.about:
        return (one.span.low or 0) > death.value + death.step
    low, high = one.days().low, death.days().high
    return low is not None and high is not None and low > high


_ITS_OWN = lazy(r";\s*(?:(?:but|and|then),?\s+)?(?:at|on|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _in_own_sentence(sentence: Sentence, death: Length) -> Iterator[Mark]:
    """One patient died 5 months after the start; at 8 months he rated his pain as 2."""
    said = sentence.text
    for one in points(said):
        if one.start <= death.end or not _lies_after(one, death):
            continue
        if _ITS_OWN.search(said[: one.start]) and re.match(r"[\s,]*(?:he|she|his|her)\b", said[one.end :]):
            yield sentence.at(one.start, one.end).mark(
                "nothing-told-after-death", Verdict.FAILS,
                f"{said[one.start : one.end]} lies after the death at {said[death.start : death.end]}.",
                computed=f"{_words(one)} > {_words(death)}", arithmetic=f"{_words(one)} > {_words(death)}",
                suggestion="correct one of the two times",
            )  # fmt: skip


def _words(one: Length) -> str:
    return f"{written(one.value)} {one.unit}{'s' if one.value != 1 else ''}"
