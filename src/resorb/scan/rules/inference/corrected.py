"""P values corrected for several tests: each is the product of the uncorrected one and their number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.statistics.figures import read_figure
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_TIMES = lazy(
    rf"\b(?P<sure>multipl\w*)\b(?:[^.;()]|\.(?=\d)){{0,90}}?\bby\s(?:a\sfactor\sof\s)?(?P<n>\d{{1,3}}|{WORD})(?![\w%]|[.-]\d)"
    rf"|\bBonferroni\b[^.;()\d]{{0,40}}?\s\(?(?:for|of|with)\s(?:the\s)?(?P<m>\d{{1,3}}|{WORD})\s(?:[a-z-]{{3,15}}\s)?"
    r"(?:tests|comparisons|hypotheses|outcomes|endpoints|end\spoints)\b",
    re.IGNORECASE,
)
_SMALL = lazy(r"(?<![\w.,×*-])(?:0?[.·]\d{2,6}|1[.·]0{1,3})(?![\w%]|[.·]\d)")
_BECOMES = lazy(
    r"\b(?:becom\w+|became|giv(?:es?|ing)|gave|yield\w*|result\w*|rose|rises|led|leads|(?:corrected|adjusted)\s(?:p\svalues?\s)?"
    r"(?:is|was|are|were|of)|raised|makes|made|equals?)\b|=(?=[^=]*$)",
    re.IGNORECASE,
)
_LEVEL = lazy(r"\b(?:alpha|thresholds?|levels?|cut-?off|significance\swas)\b|α", re.IGNORECASE)
_P = lazy(r"\bp\b|\bp[- ]?values?", re.IGNORECASE)


@rule(
    "p-corrected",
    kind="inference",
    doc="A p value multiplied by the number of tests is their product.",
    source="Bonferroni's inequality: the corrected value is min(1, n × p)",
)
def corrected(text: Scanned) -> Iterator[Mark]:
    """Uncorrected values before, and corrected ones behind a word such as "became", as many of each."""
    for sentence in text.sentences:
        match = _TIMES.search(sentence.text)
        factor = read_numeral(match["n"] or match["m"]) if match else None
        said = sentence.text
        if match is None or factor is None or not 2 <= factor.value <= 500 or _LEVEL.search(said):
            continue
        becomes = _BECOMES.search(said, match.end())
        if becomes is None:
            continue
        after = list(_SMALL.finditer(said, becomes.end()))
        first = [m[0] for m in _SMALL.finditer(said, 0, becomes.start())]
        if not first:
            first = [m[0] for near in text.before(sentence) if _P.search(near.text) for m in _SMALL.finditer(near.text)]
        if len(first) != len(after) or not _P.search(said):
            continue
        for one, other in zip(first, after, strict=True):
            raw, printed = read_figure(one), read_figure(other[0])
            if raw is not None and printed is not None:
                yield _judged(sentence, (raw, printed), int(factor.value), other.span(), sure=bool(match["sure"]))


def _judged(
    sentence: Sentence, values: tuple[PrintedNumber, PrintedNumber], n: int, span: tuple[int, int], *, sure: bool
) -> Mark:
    raw, printed = values
    least, most = n * (raw.value - raw.step / 2), n * (raw.value + raw.step / 2)
    product = min(1.0, float(n * raw.value))
    arithmetic = f"{n} × {raw.text} = {product:.6g}"
    at = sentence.at(*span)
    if (least <= printed.value + printed.step and printed.value - printed.step / 2 <= most) or (
        least >= 1 and printed.value == 1
    ):
        return at.mark("p-corrected", Verdict.HOLDS, "It is the product.", arithmetic=arithmetic)
    return at.mark(
        "p-corrected", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"{raw.text} times {n} is {product:.4g}, not {printed.text}.",
        computed=f"{product:.4g}", arithmetic=arithmetic, suggestion=f"{product:.4g}",
        assumption=None if sure else "each p value was multiplied by the number of tests",
    )  # fmt: skip
