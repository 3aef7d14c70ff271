"""Changes told twice: by both values, and by a percentage or a word such as doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import MULTIPLE_VERBS
from resorb.reading.statistics.changes import is_scale
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_N = r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?)"
_UNIT = r"(?:\s?[A-Za-z²%/µ°][\w²/%.]{0,11})?"
_BRACKET = r"(?:\s\((?![+−–-]\s?[\d.]{1,6}\s?%)[^()]{1,30}\))?"
_SPREAD = rf"(?:\s?(?:±|\+/-)\s?{_N}{_UNIT})?"
_BEHIND = _SPREAD + _BRACKET
_PAIR = lazy(
    rf"\bfrom (?:an? |the )?(?:(?:mean|median|baseline|average)s?(?: \w+)? of )?(?P<a>{_N})(?P<au>{_UNIT}){_BEHIND}"
    rf"(?: [a-z]{{1,14}}){{0,4}}? to (?:only |just |an? )?(?P<b>{_N})(?P<bu>{_UNIT}){_BEHIND}",
    _I,
)
_BEFORE_AFTER = lazy(
    rf"\b(?:pre|before|baseline)(?:-[a-z]{{3,12}})?(?: treatment)?[:=,]? (?:was )?(?P<a>{_N})(?P<au>{_UNIT}){_BEHIND}"
    rf"[,;]? (?:vs\.?|versus|and|to)?[,;]? ?(?:post|after|follow-up)(?:-[a-z]{{3,12}})?(?: treatment)?[:=,]?"
    rf" (?:was )?(?P<b>{_N})(?P<bu>{_UNIT}){_BEHIND}",
    _I,
)
"""The same told with its times: "pre: 20 ± 6 kg vs. post: 28 ± 7 kg"."""
_DOWN = (
    r"(?:reduc\w+|decreas\w+|fall|fell|drop\w*|declin\w+|shrink\w*|shrank|less|lower\w*|smaller|loss|cut|diminish\w*)"
)
_UP = r"(?:increas\w+|ris\w+|rose|gain\w*|growth|grew|more|higher|larger|climb\w*)"
_PERCENT = lazy(
    rf"\b(?P<down>{_DOWN})\s+(?:of|by)\s+(?:about |around |some |nearly )?(?P<p>{_N})\s?(?:%|per cent|percent)"
    rf"|\b(?P<up>{_UP})\s+(?:of|by)\s+(?:about |around |some |nearly )?(?P<q>{_N})\s?(?:%|per cent|percent)"
    rf"|(?<![\w.])(?P<r>{_N})\s?(?:%|per cent|percent)\s+(?:(?P<down2>{_DOWN})|(?P<up2>{_UP}))(?!\w)"
    rf"|(?<=\()(?:(?P<up3>\+)|(?P<down3>[−–-]))\s?(?P<s>{_N})\s?%(?=[);,])",
    _I,
)
_TIMES = lazy(r"\b(?P<word>doubl|tripl|trebl|quadrupl|halv)(?:ed|es|e|ing)\b", _I)
_DOSE = lazy(r"\s?(?:mg|mcg|g|mL|mg/mL|mg/kg|mL/h|mL/min|grams?)\b", _I)
_MEASURED = lazy(
    r"\b(?:volumes?|weights?|masses|mass|output|excretion|loss)\b[^.;]{0,99}$",
    _I,
)
"""Words for what is measured in the units of doses."""
_APART = lazy(
    r"[.;]|\b(?:respectively|vs\.?|versus|compared|while|whereas|but|although|though|however|unlike|against|than)\b", _I
)
_VERB = lazy(r"(?:fell|dropped|declined|decreased|shrank|rose|grew|climbed|increased|diminished|gained)\b", _I)
_SAME = lazy(
    r"[\s,(–—]*(?:(?:and|or|so|thus|hence|therefore|i\.e\.?|that is|this|that|it|they|which|means?|say"
    r"|overall|in all|all|has|have|had|the (?:value|level|score|amount|figure|number|area"
    r"|size|volume|count|rate)s?),?\s*)*",
    _I,
)
"""Words between a change and a verb that go on about the same thing."""
_OF_OTHER = lazy(
    r"\sin\s(?:the\s|its\s|their\s)?(?!(?:size|area|volume|total|all|each|both|this|that|these|those|same|his|her|our|one|two"
    r"|three|four|five|six|first|last|course|time|days|weeks|months|years?|patients?|value|level|score|longest|long|end)\b)"
    r"(?P<word>[a-z]{3,})",
    _I,
)
"""What a share is said to be of: "a fall of 14% in weight"."""
_NEAR = 60
_ROOM = Fraction(1, 100)
_CLOSE = Fraction(1, 6)


@rule(
    "percent-change",
    kind="percent",
    doc="A change told by both values and by a percentage or a multiple is the same change.",
    source="exact arithmetic, with half a step of room for each printed number",
)
def percent_change(text: Scanned) -> Iterator[Mark]:
    """The only change of its stretch with the only percentage beside it."""
    for sentence in text.sentences:
        said = sentence.text
        if sentence.is_long or not ("from" in said or ("%" in said and ("post" in said or "after" in said))):
            continue
        pairs = sorted((*_PAIR.finditer(said), *_BEFORE_AFTER.finditer(said)), key=re.Match.start)
        for at, pair in enumerate(pairs):
            dose = _DOSE.match(pair["bu"]) or _DOSE.match(pair["au"])
            if dose and not _MEASURED.search(said, max(0, pair.start() - 100), pair.start()):
                continue  # another rule's
            if is_scale(said, pair.start(), pair["a"], pair["b"]):
                continue
            begin = pairs[at - 1].end() if at else 0
            end = pairs[at + 1].start() if at + 1 < len(pairs) else len(sentence.text)
            yield from _judged(sentence, pair, begin, end)


def _judged(sentence: Sentence, pair: re.Match[str], begin: int, end: int) -> Iterator[Mark]:
    text, first, last = sentence.text, _number(pair["a"]), _number(pair["b"])
    units = {u.strip().lower().rstrip(".,") for u in (pair["au"], pair["bu"])} - {"", "in", "at", "and", "or", "on"}
    if not first or first == last or len(units) > 1:
        return
    told = [
        m
        for m in _PERCENT.finditer(text, begin, end)
        if _gap(text, pair, m) is not None and "%" not in pair["au"] + pair["bu"]
    ]
    if len(told) == 1:
        yield from _percent(sentence, pair, told[0], first, last)
    words = [m for m in _TIMES.finditer(text, begin, end) if _gap(text, pair, m) is not None]
    if len(words) == 1 and not told:
        factor, real = MULTIPLE_VERBS[words[0]["word"].lower()], last / first
        if abs(real - factor) > factor * _CLOSE and (real > 1) == (factor > 1):
            yield sentence.at(words[0].start(), words[0].end()).mark(
                "percent-change", Verdict.FAILS,
                f"From {pair['a']} to {pair['b']} is {written(real)} times as much, not {written(factor)} times.",
                computed=f"{written(real)} times", arithmetic=f"{pair['b']} / {pair['a']} = {written(real)}",
                suggestion=f"{written(real)} times as much",
            )  # fmt: skip


def _gap(text: str, pair: re.Match[str], told: re.Match[str]) -> str | None:
    """The words between a change and its percentage; None when they are far apart, or tell of something else."""
    values = (pair.start(), pair.end("bu") if pair["bu"] else pair.end("b"))
    first, other = sorted((values, told.span()))
    between = text[first[1] : other[0]]
    if other[0] < first[1] or len(between) > _NEAR or _APART.search(between):
        return None
    if first is values and _VERB.match(told[0]) and not _SAME.fullmatch(re.sub(r"\([^()]*\)", "", between)):
        return None  # a verb with a subject of its own
    if first is not values and (verb := _VERB.search(between)) and not _SAME.fullmatch(between, 0, verb.start()):
        return None
    if (
        first is values
        and (of := _OF_OTHER.match(text, told.end()))
        and of["word"].lower() not in text[: values[0]].lower()
    ):
        return None
    return between


def _percent(
    sentence: Sentence, pair: re.Match[str], told: re.Match[str], first: Fraction, last: Fraction
) -> Iterator[Mark]:
    name = next(n for n in ("p", "q", "r", "s") if told[n])
    printed, down = _number(told[name]), bool(told["down"] or told["down2"] or told["down3"])
    if down != (last < first):
        return
    room = Fraction(1, 2 * 10 ** len(told[name].partition(".")[2]))
    ends = [
        abs(b - a) * 100 / a
        for a in _ends(pair["a"])
        for b in _ends(pair["b"])
        if a > 0
    ]  # fmt: skip
    if min(ends) - room - _ROOM * printed <= printed <= max(ends) + room + _ROOM * printed:
        return
    exact = abs(last - first) * 100 / first
    how = f"({pair['b']} − {pair['a']}) / {pair['a']}" if last > first else f"({pair['a']} − {pair['b']}) / {pair['a']}"
    of_means = "±" in pair[0] or "+/-" in pair[0] or bool(told["s"])
    yield sentence.at(told.start(), told.end()).mark(
        "percent-change", Verdict.ASSUMES if of_means else Verdict.FAILS,
        f"From {pair['a']} to {pair['b']} is a change of {written(exact)} %, not of {told[name]} %.",
        computed=f"{written(exact)} %", arithmetic=f"{how} = {written(exact)} %", suggestion=f"{written(exact)} %",
        assumption="the percentage is of the means, not the mean of each patient's own" if of_means else None,
    )  # fmt: skip


def _ends(text: str) -> tuple[Fraction, Fraction]:
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return _number(text) - half, _number(text) + half


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))
