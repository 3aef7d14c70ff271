"""Events after the end of the follow-up they belong to, and extremes beyond a stated range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import LONGEST, readable
from resorb.values.findings import Verdict

_SUBSET = lazy(
    r"\b(?:of|in|among|for)\s+(?:the\s+)?(?:\w+\s+)?(?:(?:non-?)?responders|survivors|completers|those|men|women"
    r"|children|controls|group|arm|cohort)\b",
    re.IGNORECASE,
)


_TOPICS = {
    "follow": lazy(r"\bfollow|\bobserv", re.IGNORECASE),
    "treat": lazy(r"\btherap|\btreat|\bcourse|\bappl|\binfus|\binject|\bexposure|\bgiven|\badminist", re.IGNORECASE),
    "respond": lazy(r"\brespon|\bimprove|\bheal|\bclos|\bclear|\bremission|\bresol", re.IGNORECASE),
    "survive": lazy(r"\bsurviv|\bdeath|\bdied", re.IGNORECASE),
    "disease": lazy(r"\bdisease|\bdialysis|\bduration of (?!treat|therap)|\bhistory|\bvintage", re.IGNORECASE),
    "relapse": lazy(r"\brelaps|\brecur", re.IGNORECASE),
}


_NX = rf"(?:\d{{1,3}}(?:[.·]\d+)?|{WORD})"


_RANGE = lazy(
    rf"(?:\brange[ds]?(?:\s+(?:was|from|of|being|between))?\s*[:=,]?\s*(?P<a1>{_NX})\s*(?:–|-|‐|‑|to"
    rf"|and)\s*(?P<b1>{_NX})"
    rf"|\b(?:between|from|lasted|took|for|ranged|varied|spanned|follow-up\s+(?:was|of)|duration\s+(?:was"
    rf"|of))\s+(?P<a2>{_NX})"
    rf"\s*(?:–|-|‐|and|to)\s*(?P<b2>{_NX})(?=[\s-]*(?:days?|weeks?|months?|years?)\b)"
    rf"|\((?P<a3>{_NX})\s*(?:–|-|to)\s*(?P<b3>{_NX})(?=\s*(?:days?|weeks?|months?|years?)?\)))",
    re.IGNORECASE,
)


def _topics(said: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _TOPICS.items() if pattern.search(said))


_UNIT_NEAR = lazy(r"\b(day|week|month|year)s?\b", re.IGNORECASE)


def _out(sentence: Sentence, one: Length, check: str, message: str, arithmetic: str) -> Mark:
    return sentence.at(one.start, one.end).mark(
        check,
        Verdict.FAILS,
        message,
        computed=arithmetic,
        arithmetic=arithmetic,
        suggestion="correct one of the two lengths",
    )


@dataclass(frozen=True)
class _Span:
    low: Fraction
    high: Fraction
    unit: str
    topics: frozenset[str]
    end: int
    words: str


_EXTREMES = (
    lazy(
        r"\b(?:longest|slowest|latest|maximum|maximal|last\s+(?:\w+\s+)?to|at\s+most|oldest\s+course)\b", re.IGNORECASE
    ),
    lazy(r"\b(?:shortest|fastest|quickest|earliest|minimum|minimal|first\s+(?:\w+\s+)?to|briefest)\b", re.IGNORECASE),
    lazy(
        r"^(?:one|another|a\s+single|the\s+\w+)\s+patient\s+was\s+(?:followed(?:\s+up)?|treated"
        r"|observed)\s+for(?=\s+(?:only\s+|as\s+long\s+as\s+)?\w+\s\w+\W*$)",
        re.IGNORECASE,
    ),
)


def _ranges(said: str) -> Iterator[_Span]:
    starts = 0
    for m in _RANGE.finditer(said):
        n = "1" if m["a1"] else "2" if m["a2"] else "3"
        low, high = read_numeral(m[f"a{n}"]), read_numeral(m[f"b{n}"])
        units = (
            _UNIT_NEAR.findall(said[m.end() :].lstrip(" -")[:12]) or _UNIT_NEAR.findall(said[starts : m.start()])[::-1]
        )
        if low is None or high is None or not units or low.value >= high.value:
            continue
        if n == "3" and not re.search(r"\b(?:median|mean|average)\b", said[starts : m.start()], re.IGNORECASE):
            continue
        if "IQR" in said[starts : m.end()] or "interquartile" in said[starts : m.end()].lower():
            continue
        if _SUBSET.search(said[starts : m.start()]):
            continue
        clause = said[max(starts, said.rfind(";", 0, m.start()) + 1) : m.end()]
        yield _Span(
            low.value,
            high.value,
            units[0].lower(),
            _topics(clause),
            m.end(),
            f"{m[f'a{n}']} to {m[f'b{n}']} {units[0].lower()}s",
        )
        starts = m.end()


@rule(
    "extreme-within-range",
    kind="time",
    doc="The longest and the shortest length of time lie within the range printed for all.",
    source="comparison of the printed numbers",
)
def extreme_within_range(text: Scanned) -> Iterator[Mark]:
    """Lasted between 3 and 12 months; the longest was 18 months."""
    for sentence in readable(text):
        said = sentence.text
        if not re.search(
            r"\brange|\bbetween|\bfrom|\(|\blasted|\bfor\b|\btook|follow-up|duration|\bvaried|\bspanned", said
        ) or not _UNIT_NEAR.search(said):
            continue
        for span in _ranges(said):
            yield from _extremes(sentence, span, span.end)
            following = sentence.number + 1
            for number in range(following, min(following + 2, len(text.sentences))):
                later = text.sentences[number]
                if later.block_number != sentence.block_number:
                    break
                yield from _extremes(later, span, 0)


def _extremes(sentence: Sentence, span: _Span, begin: int) -> Iterator[Mark]:
    said = sentence.text
    if len(said) > LONGEST:
        return
    for pattern in _EXTREMES:
        for m in pattern.finditer(said, begin):
            clause_end = min((p for p in (said.find(";", m.end()), len(said)) if p >= 0), default=len(said))
            own = _topics(said[max(begin, said.rfind(";", 0, m.start()) + 1) : clause_end])
            if own and span.topics and not own & span.topics:
                continue
            if not span.topics:
                continue
            one = next((one for one in lengths(said) if m.end() <= one.start < min(clause_end, m.end() + 90)), None)
            if (
                one is None
                or one.bound
                or one.unit != span.unit
                or one.span.low != one.span.high
                or _RANGE.search(said[m.end() : one.start])
            ):
                continue
            if not span.low <= one.value <= span.high:
                yield _out(
                    sentence, one, "extreme-within-range", f"{said[one.start : one.end]} lies outside the printed "
                    f"range of {span.words}.",
                    f"{written(one.value)} is not within {span.words}",
                )  # fmt: skip
