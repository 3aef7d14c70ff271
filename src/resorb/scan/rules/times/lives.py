"""Ages of participants against the limits set for them, and events against the range of follow-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable
from resorb.values.findings import Verdict

_ELIGIBLE = lazy(
    r"\b(?:eligib\w*|includ\w*|inclusion|enrol\w*|recruit\w*|restricted|limited|only|criteri\w*|entry|entered"
    r"|accepted|qualif\w*|invited)\b",
    re.IGNORECASE,
)
_N = r"(?P<{}>\d{{1,2}})"
_LEAST = lazy(
    rf"(?:\b(?:adults?|patients?|participants?|subjects?|people|persons|individuals|women|men|aged?|ages?)\b[^.;\d]{{0,20}}?"
    rf"(?:≥|>=|at\s+least|not\s+younger\s+than|no\s+younger\s+than|minimum\s+age\s+(?:of\s+)?)\s*{_N.format('a')}\b"
    rf"|\b{_N.format('b')}\s*(?:years?|yrs?)?\s*(?:of\s+age\s*|old\s*)?(?:and|or)\s+(?:over|older|above|more|upwards?)\b"
    rf"|\bminimum\s+age\s+(?:was|of|for\s+\w+\s+was|:)\s*{_N.format('c')}\b"
    rf"|\bbetween\s+{_N.format('d')}\s+and\s+(?P<e>\d{{2}})\s+(?:years\b|of\s+age)"
    rf"|\baged\s+{_N.format('f')}\s*(?:to|–|-)\s*(?P<g>\d{{2}})\b)",
    re.IGNORECASE,
)
_RANGE = lazy(
    r"\b(?:aged|ages?|age\s+rang\w+|rang\w+|youngest)\b[^.;%]{0,60}?\b(?P<low>\d{1,2}(?:\.\d)?)\s*(?:to|–|-|‐|‑|and)\s*"
    r"(?P<high>\d{2,3}(?:\.\d)?)\b(?!\s*(?:%|mg|months|weeks|days|patients|mm|cm|g\b))",
    re.IGNORECASE,
)
_EXTREME = lazy(
    r"\b(?P<which>youngest|oldest)\b[^.;\d]{0,40}?\b(?P<n>\d{1,3})\b(?!\s*(?:months|weeks|days|%))", re.IGNORECASE
)
_NOT_ALL = lazy(
    r"\b(?:controls?|screen\w*|exclu\w*|donors?|mothers?|onset|diagnosis|disease|duration|follow|weeks|score|except"
    r"|unless|waiver|parents?|previous\w*|registry|caregivers?|carers?|staff|volunteers?|relatives?|nurses?|raters?)\b",
    re.IGNORECASE,
)


@rule(
    "ages-within-limits",
    kind="time",
    doc="The ages of the participants lie within the limits set for taking part.",
    source="comparison of the printed ages",
)
def ages_within_limits(text: Scanned) -> Iterator[Mark]:
    """Adults of 18 and over were eligible; participants were aged 16 to 74."""
    for sentence in readable(text):
        said = sentence.text
        limit = _LEAST.search(said) if _ELIGIBLE.search(said) and not _NOT_ALL.search(said) else None
        if limit is None:
            continue
        low = int(next(limit[n] for n in "abcdf" if limit[n]))
        high = next((int(limit[n]) for n in "eg" if limit[n]), None)
        if not 5 <= low <= 70:
            continue
        for later in (sentence, *text.sentences[sentence.number + 1 : sentence.number + 4]):
            own = limit.end() if later is sentence else 0
            if (
                len(later.text) > 600
                or _NOT_ALL.search(later.text)
                or (later is not sentence and _sets_limit(later.text))
            ):
                break
            for m in _RANGE.finditer(later.text, own):
                one, two = Fraction(m["low"]), Fraction(m["high"])
                if one >= two or "age" not in later.text.lower() or not re.search(r"\byears?|\bage", later.text, re.I):
                    continue
                if one < low or (high is not None and two >= high + 1):
                    yield _outside(later, m.start("low"), m.end("high"), limit[0], f"{m['low']} to {m['high']}")
            for m in _EXTREME.finditer(later.text, own):
                number = int(m["n"])
                wrong = number < low if m["which"].lower() == "youngest" else high is not None and number > high
                if wrong and re.search(r"\byears?\b|\bage", later.text, re.IGNORECASE):
                    yield _outside(later, m.start("n"), m.end("n"), limit[0], m["n"])


def _sets_limit(said: str) -> bool:
    return _ELIGIBLE.search(said) is not None and _LEAST.search(said) is not None


def _outside(sentence: Sentence, start: int, end: int, limit: str, words: str) -> Mark:
    return sentence.at(start, end).mark(
        "ages-within-limits", Verdict.FAILS, f"{words} lies outside the limit “{limit.strip()}”.",
        computed=f"{words} against {limit.strip()}", arithmetic=f"{words} against {limit.strip()}",
        suggestion="correct the limit, or the ages",
    )  # fmt: skip


_OF_SOME = lazy(
    r"\b(?:onset|diagnosis|IQR|interquartile|duration|controls?|women|men|girls|boys|first\s+symptoms?)\b", re.I
)


_AGES = lazy(
    r"\b(?:aged|ages?|age\s+rang\w+)\b[^.;%]{0,60}?(?:\brang\w+[\s,:]+(?:from\s+|was\s+)?|\b(?:from|between|aged|was|of)\s+|[(,]\s*|(?<=aged|ages)\s+)"
    r"(?P<low>\d{1,2})\s*(?:to|–|-|‐|‑|and)\s*(?P<high>\d{1,3})\b(?!\s*(?:%|mg|months|weeks|days|mm|cm|g\b))",
    re.IGNORECASE,
)


@rule(
    "extreme-age-within-range",
    kind="time",
    doc="The youngest and the oldest are as old as the range of ages says.",
    source="comparison of the printed ages",
)
def extreme_age_within_range(text: Scanned) -> Iterator[Mark]:
    """Aged 4 to 16 years; the oldest was 19."""
    for sentence in readable(text):
        said = sentence.text
        m = _AGES.search(said) if not _OF_SOME.search(said) else None
        if m is None or int(m["low"]) >= int(m["high"]):
            continue
        for later in (sentence, *text.sentences[sentence.number + 1 : sentence.number + 3]):
            if later.block_number != sentence.block_number or _OF_SOME.search(later.text) or len(later.text) > 600:
                break
            for one in _EXTREME.finditer(later.text, m.end() if later is sentence else 0):
                if not int(m["low"]) <= int(one["n"]) <= int(m["high"]):
                    yield later.at(one.start("n"), one.end("n")).mark(
                        "extreme-age-within-range", Verdict.FAILS,
                        f"{one['n']} lies outside the ages of {m['low']} to {m['high']}.",
                        computed=f"{one['n']} is not within {m['low']} to {m['high']}",
                        arithmetic=f"{one['n']} is not within {m['low']} to {m['high']}",
                        suggestion="correct the age, or the range",
                    )  # fmt: skip
