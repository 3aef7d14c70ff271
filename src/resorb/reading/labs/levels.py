"""Words for where a laboratory value lies: elevated, low, within the reference range, not raised.

A verb of change ("raised to"), a comparison ("higher"), and words that weigh ("inappropriately high",
"high-normal") are no such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_ADVERB = (
    r"(?:(?:only|just|slightly|mildly|moderately|markedly|severely|greatly|strongly|clearly|still|also|again"
    r"|always|very|"
    r"grossly|somewhat|persistently|repeatedly|well|significantly|modestly|considerably|consistently|both|all"
    r"|thus|hence|"
    r"therefore|again|found|judged|i\.e\.,?|being)\s+){0,3}"
)
_WITHIN = (
    r"(?:with)?in(?:side)?\s+(?:the\s+|its\s+|our\s+|their\s+|a\s+)?(?:(?:laboratory(?:'s|’s)?|local|adult"
    r"|age-specific|own)\s+)?"
    r"(?:normal|reference)\s+(?:ranges?|limits?|values?|intervals?)|within\s+(?:the\s+)?(?:normal|range|limits)\b"
    r"|in\s+range\b"
)
_BEYOND = (
    r"(?:the\s+|its\s+|our\s+|their\s+)?(?:(?:laboratory(?:'s|’s)?|local|adult|age-specific"
    r"|own)\s+)?(?:{end}\s+(?:reference\s+|normal\s+)?"
    r"limit(?:\s+of\s+(?:the\s+)?(?:normal|reference)(?:\s+range)?)?|(?:normal|reference)(?:\s+(?:ranges?|limits?"
    r"|values?|interval))?)"
)
_LEVEL = lazy(
    rf"(?P<no>(?:not|never|neither|nor|no longer|without being|no|without|absence of)\s+(?:an?\s+)?)?{_ADVERB}(?P<word>"
    rf"(?P<high>elevated|high|raised|increased|hyper(?:calc|phosphat|kal|natr)a?emic"
    r"|(?:twice|double|treble|(?:two|three|four|five|[2-9])\s+times)\s+(?:the\s+)?(?:normal|upper\s+(?:(?:reference|normal)\s+)?limit"
    r"(?:\s+of\s+(?:the\s+)?(?:normal|reference)(?:\s+range)?)?)"
    rf"|above\s+{_BEYOND.format(end='upper')})"
    rf"|(?P<low>low|decreased|reduced|suppressed|subnormal|depressed|hypo(?:calc|phosphat|kal|natr)a?emic"
    rf"|below\s+{_BEYOND.format(end='lower')})"
    rf"|(?P<normal>normal|unremarkable|normo(?:calc|phosphat|kal)a?emic|{_WITHIN}))(?![\w-])"
    r"(?!\s+(?:to|from|by|than|end|part|side|half|level of suspicion)\b)",
    _I,
)
_NOT_A_LEVEL = lazy(
    r"(?:inappropriate(?:ly)?|relative(?:ly)?|inadequately|border-?line|high-|low-|upper|lower|near(?:ly)?|almost"
    r"|previously|"
    r"formerly|usually|initially|if|when|unless|until|should|would|may|might|can|could|become|became|not\s+yet"
    r"|considered|defined\s+as)\s*$",
    _I,
)
_VERB = (
    r"(?:,?\s*(?:which|that|it|and|this)){0,2}\s*"
    r"(?:,?\s*(?:and\s+)?(?:is|was|were|are|being|remained|lay|lies|stayed|thus|hence|therefore))"
)
_LEVEL_AFTER = lazy(rf"(?:(?P<verb>{_VERB})?[\s,]{{1,2}}|(?P<dash>\s[–—-]\s))(?=(?:not|no|[a-z]))", _I)


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A word for where a value lies: ``level`` is low, normal, high, not low or not high."""

    start: int
    end: int
    level: str


def level_words(text: str, start: int, end: int) -> Iterator[LevelWord]:
    """Every word of level that stands between two places, in order."""
    for m in _LEVEL.finditer(text, start, end):
        if _NOT_A_LEVEL.search(text[max(0, m.start() - 25) : m.start()]):
            continue
        level = "high" if m["high"] else "low" if m["low"] else "normal"
        if m["no"]:
            if level == "normal":
                continue
            level = f"not {level}"
        yield LevelWord(m.start("word"), m.end("word"), level)


def level_after(text: str, at: int) -> LevelWord | None:
    """The word of level that follows a value: "..., which is within the normal range", "... was low"."""
    m = _LEVEL_AFTER.match(text, at)
    if m is None:
        return None
    found = _LEVEL.match(text, m.end())
    if found is None:
        return None
    word = next(level_words(text, found.start(), found.end()), None)
    ends = r"\s*(?:[.;)(\[,]|$|for\b|in\b)" if m["dash"] else r"\s*(?:[.;)(\[]|$|for\b|in\b)"
    if word is None or (m["verb"] is None and not re.match(ends, text[word.end :][:8])):
        return None
    return word
