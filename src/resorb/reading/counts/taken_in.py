"""How many were taken into a study: "we studied 56 patients", "the other 48 were randomised"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, is_label, measured, value_of
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_W = r"[^\W\d][\w'’-]*"
_ADJECTIVES = rf"(?:(?!(?:of|and|or|in|with|who|per|were|was|had)\b){_W}\s+){{0,3}}?"
_WHO = (
    r"(?:patients|participants|subjects|adults|children|people|persons|individuals|women|men|volunteers|cases)(?![\w-])"
)
_TAKEN = r"randomi[sz]ed|included|enrol+ed|studied|recruited|reviewed|identified"
_DONE = rf"(?P<done>{_TAKEN}|entered)"
_DID = rf"(?P<did>{_TAKEN}|describe[d]?|report(?:ed)?(?:\s+on)?|present)"
_BE = r"(?:(?:were|was|have\s+been|had\s+been)\s+)"
_READINGS = (
    # 46 patients were randomised; fifty-eight adults with calcinosis were included
    lazy(
        r"(?:^|[.;:,]\s+|\b(?:total\s+of|the\s+other|the\s+remaining|the\s+final|these|finally|thus|trial|study|all)\s+)"
        rf"(?P<n>{COUNT})\s+{_ADJECTIVES}{_WHO}"
        rf"(?:\s+(?:with|on)(?:\s+(?!and\b|or\b|who\b){_W}){{1,5}}?)?\s+{_BE}(?:(?:then|finally|eventually|consecutively|retrospectively)\s+)?{_DONE}\b",
        _I,
    ),
    # the other 48 were randomised
    lazy(rf"\bthe\s+(?:other|remaining|final)\s+(?P<n>{COUNT})\s+{_BE}(?:then\s+|all\s+)?{_DONE}\b", _I),
    # we studied 56 patients
    lazy(
        r"\b(?:we|authors|investigators|study|trial|review|series|cohort)\s+"
        rf"(?:(?:retrospectively|prospectively|here|then|also|randomly)\s+)?{_DID}\s+"
        rf"(?:(?:a\s+total\s+of|all|the|records\s+of|charts\s+of|the\s+records\s+of|our)\s+)?(?P<n>{COUNT})\s+{_ADJECTIVES}{_WHO}",
        _I,
    ),
)
_SOME = lazy(
    r"\b(?:of\s+(?:whom|which|these|them|the)|excluded|previous|earlier|screened|assessed|another|further|additional|more|"
    r"planned|target|expected|will|would|to\s+be|should)\b",
    _I,
)
"""Words of a number that is no size of the study itself."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The number ``size`` from ``start`` to ``end``; ``is_drawn`` when they were randomised, not only included."""

    start: int
    end: int
    size: int
    is_drawn: bool


def taken_in(text: str) -> Iterator[TakenIn]:
    """Every such size of a sentence; none where it speaks of some of them, of other studies or of plans."""
    for reading in _READINGS:
        for match in reading.finditer(text):
            size = value_of(match["n"])
            verb = match.groupdict().get("done") or match.groupdict().get("did") or ""
            lead = text[max(0, match.start() - 30) : match.start("n")]
            if not size or size < 4 or _SOME.search(lead) or measured(text, match.end("n")):
                continue
            if not is_label(text, match.start("n")):
                yield TakenIn(match.start("n"), match.end("n"), size, verb.lower().startswith("random"))


_LOST = lazy(
    r"\b(?:exclu\w+|lost|withdr\w+|declin\w+|drop\w*|died|left|refus\w+|removed|ineligible|not|without|missing|moved|"
    r"discontinu\w+|never|duplicate\w*|twice|second|again|re-?enter\w*|other|replaced|more)\b",
    _I,
)


def tells_of_losses(text: str) -> bool:
    """Whether a sentence speaks of those who were left out or came later."""
    return _LOST.search(text) is not None
