"""What is said of an interval and the value of no effect ("an interval that includes zero"), against its bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.statistics.estimates import Scale
from resorb.reading.statistics.intervals import Interval, intervals
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_VERB = (
    r"(?:includ|contain|cross|spann?|straddl|embrac|encompass|overlapp?|cover|compris)(?:es|ed|ing|s|e)?|h(?:olds?|eld|olding)"
    r"|t(?:akes?|ook|aking)\sin|runs?\s(?:across|through)|reach(?:es|ed|ing)?\s(?:past|beyond|across)|compatible\swith"
)
_NULL = (
    r"(?:the\s(?:line\sof\s|value\sof\s|null\svalue\sof\s|point\sof\s)?)?(?:(?P<zero>zero|0(?![\d.,]\d|\d|%))"
    r"|(?P<one>unity|one\b(?!\s[a-z]{3,})|1(?:\.00?)?(?![\d.,]\d|\d|%|\s?[a-z]))|(?P<none>null(?:\svalue)?|no\s(?:difference|effect)|parity))"
)
_CLAIM = lazy(
    rf"\b(?:(?P<leaves>exclud(?:es|ed|ing|e)|(?:does|did|do)\s(?:just\s|clearly\s)?not\s(?:{_VERB})|without\s(?:{_VERB})|never\s(?:{_VERB})"
    rf"|(?:leaves|leaving|left)\sout|clear\sof|not\s(?:{_VERB}))|(?P<holds>{_VERB}))\s(?:both\s)?{_NULL}(?!\w)",
    _I,
)
_SUBJECT = lazy(
    r"\b(?:intervals?|CIs?|limits|bounds)\b|[)\]],?\s(?:and\s)?(?:which|that|it|thus|so|just|therefore)\b", _I
)
_OTHER = lazy(
    r"\b(?:if|unless|whether|when|had|would|could|might|may|should|none|no|neither|nor|only|both|all|each|every|but|except|any|other"
    r"|(?:un)?adjusted|subgroups?|almost|nearly|narrowly|barely|no\slonger|fail\w*|not\b(?=[^.;]{10,}))\b[^.;()]{0,60}$",
    _I,
)
_BEGINS = lazy(r"\s*(?:The|This|That|Its)\s(?:\d\d\s?%\s?)?(?:confidence\s|wide\s|whole\s)?(?:interval|CI)\b")
_NEAR = 110


@rule(
    "interval-and-null",
    kind="inference",
    doc="An interval said to include, or to leave out, the value of no effect does so.",
    source="order of the printed bounds under rounding; 0 for differences, 1 for ratios",
)
def null_in_words(text: Scanned) -> Iterator[Mark]:
    """Claims beside the one interval of a sentence, or at the head of the sentence behind it."""
    for sentence in text.sentences:
        said = sentence.text
        claims = list(_CLAIM.finditer(said)) if not sentence.is_long else []
        if len(claims) != 1:
            continue
        claim = claims[0]
        found = list(intervals(said))
        if len(found) == 1 and _is_of(said, claim, found[0]):
            yield from _judged(sentence, claim, found[0], near=True)
        elif not found and _BEGINS.match(said) and not _OTHER.search(said, 0, claim.start()):
            before = next(text.before(sentence), None)
            earlier = list(intervals(before.text)) if before is not None else []
            if len(earlier) == 1:
                yield from _judged(sentence, claim, earlier[0], near=False)


def _is_of(said: str, claim: re.Match[str], one: Interval) -> bool:
    """Whether a claim is of the interval beside it: an interval is named in it, or "which" follows the bracket."""
    if claim.start() >= one.end:
        between = said[one.end : claim.start()]
        named = _SUBJECT.search(said, max(0, one.start - 40), claim.start())
        head, bracket, rest = between.partition(")")
        between = rest if bracket and "(" not in head else between
    else:
        between = said[claim.end() : one.start]
        named = _SUBJECT.search(said, max(0, claim.start() - 50), claim.start())
    if len(between) > _NEAR or ";" in between or named is None:
        return False
    return _OTHER.search(said, max(0, claim.start() - 60), claim.start()) is None


def _judged(sentence: Sentence, claim: re.Match[str], one: Interval, *, near: bool) -> Iterator[Mark]:
    null = (
        0
        if claim["zero"]
        else 1
        if claim["one"]
        else {Scale.RATIO: 1, Scale.DIFFERENCE: 0}.get(one.scale or Scale.CHANGE)
    )
    if null is None or (null == 0 and one.scale is Scale.RATIO) or (null == 1 and one.scale is Scale.DIFFERENCE):
        return
    low, high = one.low, one.high
    if low.value >= high.value:
        return
    half_low, half_high = low.step / 2, high.step / 2
    holds = low.value + half_low < null < high.value - half_high
    leaves = null < low.value - half_low or high.value + half_high < null
    if not (leaves if claim["holds"] else holds):
        return
    does = "leaves out" if leaves else "holds"
    yield sentence.at(*claim.span()).mark(
        "interval-and-null", Verdict.FAILS if near else Verdict.ASSUMES,
        f"The interval {low.text} to {high.text} {does} {null}.",
        computed=f"it {does} {null}", suggestion="other words, or another bound",
        arithmetic=f"{null} < {low.text}" if null < low.value else f"{null} > {high.text}" if leaves
        else f"{low.text} < {null} < {high.text}",
        assumption=None if near else "it is said of the interval just before",
    )  # fmt: skip
