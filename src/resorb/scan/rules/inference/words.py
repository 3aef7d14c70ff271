"""What words say of significance, against the interval or the p value that stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.statistics.estimates import Scale
from resorb.reading.statistics.intervals import Interval, Kind, intervals
from resorb.reading.statistics.probabilities import PValue, p_values
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.inference.intervals import CORRECTED, against_p
from resorb.values.findings import Verdict

_NONE = lazy(
    r"\b(?:(?:did|do|does|was|were|is|are)\s(?:not|n't)\s(?:[a-z]+ly\s)?(?:differ\w*|significant\w*|associated|correlated|related)|"
    r"(?:no|without(?:\sa)?|lacked|nor\sa)\s(?:[a-z]+ly\s)?(?:significant\s)?(?:difference|association|correlation|effect)s?|"
    r"no\sstatistically\ssignificant|no\ssignificant|not\s(?:statistically\s)?significant\w*|non-?\s?significant\w*|insignificant\w*|"
    r"(?:did|do|does)\snot\s(?:reach|attain|achieve)\s(?:statistical\s)?significance|fail\w*\sto\s(?:reach|attain|achieve)\s"
    r"(?:statistical\s)?significance|unrelated\sto|(?:fell|falls|just)\sshort\sof\s(?:statistical\s)?significance)(?!\w)",
    re.IGNORECASE,
)
_SOME = lazy(
    r"\b(?:(?:statistically\s|highly\s)?significant(?:ly)?|reach(?:ed|es)\s(?:statistical\s)?significance|"
    r"attained\s(?:statistical\s)?significance)\b",
    re.IGNORECASE,
)
_OTHER_SENSE = lazy(
    r"\b(?:not|no|non|nor|neither|never|without|clinical(?:ly)?|h[ae]*modynamically|if|whether|taken|considered|regarded|called|"
    r"defined|level|thresholds?|could|would|more|less|fail\w*|miss\w*|short|borderline|near(?:ly)?|almost|lack\w*|nothing|none|"
    r"longer|hardly|scarcely|barely|any|marginal(?:ly)?)\b(?:[^.;]|\.(?=\d)){0,30}$",
    re.IGNORECASE,
)
_OTHER_LEVEL = lazy(
    r"\balpha\b|α|significance\slevel|level\sof\s0?\.|level\sof\ssignificance|thresholds?|(?<!\b5)(?<!\b5\s)%\slevel|\bset\s(?:at|to)\b|cut-?off|non-?\s?inferior|equivalen|one-(?:sided|tailed)|"
    r"superiority\smargin|adjust\w*\sfor\smultiple|trend\stowards?|interaction|heterogeneity|clinical|unexpected|although|though|"
    r"despite|however|\byet\b|unlike|in\scontrast",
    re.IGNORECASE,
)
_USUAL = lazy(
    r"(?:\b(?:alpha|α|thresholds?|(?:two-sided\s)?significance\slevel|level\sof\s(?:statistical\s)?significance)\b"
    r"(?:\s(?:was|is|were|of|being|set|chosen|at|to|taken|as|a))*[\s:=(]*(?:p\s?<\s?)?(?:0?\.05|5\s?%)(?!\d)"
    r"|(?:0?\.05|5\s?%)\s(?:significance\s)?level)",
    re.IGNORECASE,
)
"""The usual level, said."""
_EXCEPT = lazy(
    r"\b(?:exception|except(?:ing)?|excluding|apart\sfrom|aside\sfrom|other\sthan|save\sfor)\b", re.IGNORECASE
)
_WITHIN = lazy(r"\b(?:within|baseline|over\stime|both|each|either|before|after)\b", re.IGNORECASE)
"""Words of a clause whose p values may be of several comparisons."""
_ABOVE, _OTHER = 0.051, 0.0999
_CLAUSE = lazy(
    r";\s|,\s(?:and|but|while|whereas|nor|which|as)\s|\s(?:but|whereas|while|nor)\s|:\s|(?<=\)),\s(?=(?:our|we|in|the|they|this)\b)"
)


@rule(
    "significance-in-words",
    kind="inference",
    doc="A result called significant has an interval without the null value and a p value below 0.05.",
    source="duality of tests and confidence intervals",
)
def words_of_significance(text: Scanned) -> Iterator[Mark]:
    """Each clause with one claim and one interval or p value."""
    for sentence in text.sentences:
        said = sentence.text
        if sentence.is_long or not (_SOME.search(said) or _NONE.search(said)):
            continue
        if _OTHER_LEVEL.search(_USUAL.sub(" ", said)) or any(
            CORRECTED.search(s) for s in (said, *(b.text for b in text.before(sentence, 3)))
        ):
            continue
        found, ps = list(intervals(said)), list(p_values(said))
        for start, end in _clauses(said):
            claim = _claim(said, start, end)
            inside = [i for i in found if start <= i.start < end]
            beside = [p for p in ps if start <= p.start < end]
            if claim is None or len(inside) > 1 or (len(beside) > 1 and (inside or _WITHIN.search(said, start, end))):
                continue
            if _EXCEPT.search(said, claim[1], max([i.start for i in inside] + [p.start for p in beside], default=end)):
                continue  # "no difference, except in X (p = 0.02)", "significant in all (except X; p = 0.2)"
            agrees = any(_against_p(sentence, claim, p) is None for p in beside)
            against = _against_interval(sentence, claim, inside[0]) if inside else None
            if against is not None and agrees and against_p(sentence, inside[0]) is not None:
                continue  # the words go with the p value, which another check sets against the interval
            mark = against or (_against_p(sentence, claim, beside[0]) if beside and not agrees else None)
            if mark is not None:
                yield mark


def _clauses(said: str) -> Iterator[tuple[int, int]]:
    """Clauses; none begins within brackets."""
    start = 0
    for match in _CLAUSE.finditer(said):
        before = said[: match.start()]
        if before.count("(") + before.count("[") == before.count(")") + before.count("]"):
            yield start, match.start()
            start = match.end()
    yield start, len(said)


def _claim(said: str, start: int, end: int) -> tuple[int, int, bool] | None:
    """The one claim of a clause: its place and whether it says that there is an effect."""
    none = list(_NONE.finditer(said, start, end))
    some = [
        m for m in _SOME.finditer(said, start, end)
        if not any(n.start() <= m.start() < n.end() for n in none)
        and not _OTHER_SENSE.search(said, max(0, m.start() - 45), m.start())
    ]  # fmt: skip
    if len(none) + len(some) != 1:
        return None
    match = (none or some)[0]
    return match.start(), match.end(), bool(some)


def _against_interval(sentence: Sentence, claim: tuple[int, int, bool], one: Interval) -> Mark | None:
    level = one.level.value if one.level else 95
    if (
        one.scale not in (Scale.RATIO, Scale.DIFFERENCE)
        or one.kind is Kind.PREDICTION
        or level != 95
        or one.low.value >= one.high.value
    ):
        return None
    null = 1 if one.scale is Scale.RATIO else 0
    low, high = one.low, one.high
    holds = low.value + low.step < null < high.value - high.step
    leaves = null < low.value - low.step or high.value + high.step < null
    start, end, is_some = claim
    if not (holds if is_some else leaves):
        return None
    bounds = f"{low.text} to {high.text}"
    does, right = ("holds", "not significant") if is_some else ("leaves out", "a significant result")
    return sentence.at(start, end).mark(
        "significance-in-words", Verdict.FAILS if is_some else Verdict.ASSUMES,
        f"“{sentence.text[start:end]}” does not agree with the interval {bounds}, which {does} {null}.",
        computed=right, arithmetic=f"{low.text} {'<' if low.value < null else '>'} {null} "
        f"{'<' if high.value > null else '>'} {high.text}",
        suggestion=right, assumption=None if is_some else "the words are of another comparison, or another level",
    )  # fmt: skip


def _against_p(sentence: Sentence, claim: tuple[int, int, bool], p: PValue) -> Mark | None:
    low, high = p.ends()
    start, end, is_some = claim
    if p.one_sided or (p.number is not None and p.number.value > 1):
        return None
    if (is_some and low <= 0.06 and not _ABOVE < high < _OTHER) or (not is_some and high >= 0.04):
        return None  # "p < 0.06" is a bound nobody needs where p is below 0.05; 0.1 is another level
    words = sentence.text[p.start : p.end]
    right = "not significant" if is_some else "significant"
    return sentence.at(start, end).mark(
        "significance-in-words", Verdict.ASSUMES,
        f"“{sentence.text[start:end]}” does not agree with {words} at the usual level of 0.05.",
        computed=right, arithmetic=f"{words} is {'above' if is_some else 'below'} 0.05", suggestion=right,
        assumption="another level of significance was chosen",
    )  # fmt: skip
