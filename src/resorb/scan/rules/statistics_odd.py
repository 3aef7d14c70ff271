"""Values that cannot be what they are said to be, whatever stands beside them.

A smallest age, size or duration below zero; a bracket that runs downwards around the value it stands behind; a standard
deviation of ages that no ages between 0 and 105 years can have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.spreads import most_variance, root_text
from resorb.reading.figures import SIGNED, UNIT, ends_of, pair, read_figure, span_of
from resorb.reading.lazy import lazy
from resorb.reading.misprints import speaks_of_misprint
from resorb.reading.summary_words import Part
from resorb.reading.value_roles import Role, Told, roles
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics import LONGEST, summaries_of
from resorb.scan.rules.statistics_grid import sizes_for
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber
from resorb.values.ranges import Range

OLDEST = 105
"""Years. Ages in reports of patients lie below."""
MANY = 10
"""So many ages at least are taken where no number is stated: the fewer, the larger their SD may be."""
_NEVER_NEGATIVE = frozenset(
    (
        "age",
        "follow-up",
        "duration",
        "dose",
        "number",
        "size",
        "area",
        "volume",
        "hospital",
        "product",
        "pth",
        "phosphate",
        "calcium",
    )
)
_DIFFERENCE = lazy(
    r"\b(?:chang\w+|differen\w+|delta|Δ|z[\s-]?scores?|SDS|relative|log\w*|loss|gain|lost|gained|reduc\w+|decreas\w+|increas\w+|"
    r"improve\w+|shift\w*|slope|excess|balance|deviat\w+|fell|rose|shr[aiu]nk\w*|grew|growth|below|under|minus)\b|Δ",
    re.IGNORECASE,
)
_VALUE_AND_BRACKET = lazy(
    rf"(?<![\w.,/–-])(?P<v>{SIGNED})(?:\s?(?P<u>{UNIT}|[A-Za-zµ%]{{1,6}}/[A-Za-z²³0-9]{{1,5}}))?"
    rf"\s?[(\[]\s?{pair('low', 'high')}\s?[)\]]",
    re.IGNORECASE,
)
_OTHER_BRACKET = lazy(
    r"\b(?:normal|reference|ref|laboratory|target|limits?|CI|confidence|calcium|phosph\w+|PTH|creatinine|albumin|bicarbonate|"
    r"tables?|figures?|fig|weeks?|months?|days?|years?\s(?:19|20)\d\d|grade|stage|n\s?=)\W*\d*\W*$|=\s?$|\bIQR\sof\b",
    re.IGNORECASE,
)
_MEANS = lazy(r"\bmeans?\b|±", re.IGNORECASE)
_LEGEND = lazy(r"(?:all\s)?(?:values|data|numbers|results|figures|summaries|continuous)\b", re.IGNORECASE)
_SUMMARY_WORD = lazy(
    r"\b(?:medians?|means?|ranges?|IQR|quartiles?|average\w*|min|max|minimum|maximum)\b", re.IGNORECASE
)

_AGE_OF = lazy(r"\bage[ds]?\b[^.;\d]*$", re.IGNORECASE)


@rule(
    "value-possible",
    kind="statistic",
    doc="Ages, sizes, doses, counts and durations are not negative, brackets run upwards, SDs of ages are possible.",
    source="what the quantities are; Bhatia and Davis 2000",
)
def values_possible(text: Scanned) -> Iterator[Mark]:
    """Each sentence with such a value."""
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > LONGEST or not any(map(str.isdigit, said)) or speaks_of_misprint(said):
            continue
        if re.search(r"[-−–]\s?\d", said):
            yield from _negative(sentence)
        yield from _downwards(sentence, _legend(text, sentence))
        if re.search(r"\bage[ds]?\b", said, re.IGNORECASE):
            yield from _ages(text, sentence)


def _negative(sentence: Sentence) -> Iterator[Mark]:
    if _DIFFERENCE.search(sentence.text):
        return
    for one in roles(sentence.text):
        if (
            one.low.value < 0
            and one.things & _NEVER_NEGATIVE
            and (one.role is not Role.ENDS or _is_minus(sentence, one))
        ):
            thing = sorted(one.things & _NEVER_NEGATIVE)[0]
            yield sentence.at(one.start, one.end).mark(
                "value-possible", Verdict.FAILS, f"{one.low.text} is below zero; no {thing} is.",
                computed="0 or more", arithmetic=f"{one.low.text} < 0", suggestion=one.low.text.lstrip("-"),
            )  # fmt: skip


def _is_minus(sentence: Sentence, one: Told) -> bool:
    """Whether the sign of a pair's first number is one, and no dash behind a word."""
    return sentence.text[max(0, one.start - 1) : one.start] in (" ", "(", "[")


def _legend(text: Scanned, sentence: Sentence) -> str:
    """A sentence with the one before it that says what its numbers are, such as "Values are median (IQR)"."""
    before = next((s.text for s in text.before(sentence) if _LEGEND.match(s.text)), "")
    return f"{before} {sentence.text}"


def _downwards(sentence: Sentence, legend: str) -> Iterator[Mark]:
    """A value within a bracket that runs downwards: "2.4 mmol/L [2.9-2.1]"."""
    said = sentence.text
    known = [p for one in summaries_of(sentence) for p in one.parts.values() if p.high is not None]
    for match in _VALUE_AND_BRACKET.finditer(said):
        value, ends = read_figure(match["v"]), ends_of(match, "low", "high")
        start, end = span_of(match, "low", "high")
        if value is None or ends is None or any(p.start < end and start < p.end for p in known):
            continue
        low, high, *_ = ends
        told = _SUMMARY_WORD.search(legend) is not None
        if told and low.value < high.value and not low.value <= value.value <= high.value:
            yield from _outside(sentence, match, (value, low, high), legend)
        measured = told or match["u"]
        if (
            measured
            and low.value > high.value
            and high.value <= value.value <= low.value
            and low.decimals == high.decimals
        ):
            yield sentence.at(start, end).mark(
                "value-possible", Verdict.FAILS, f"The bracket runs downwards: {low.text} is larger than {high.text}.",
                computed=f"{high.text} to {low.text}", arithmetic=f"{low.text} > {high.text}",
                suggestion=f"{high.text} to {low.text}",
            )  # fmt: skip


def _outside(
    sentence: Sentence, match: re.Match[str], numbers: tuple[PrintedNumber, PrintedNumber, PrintedNumber], legend: str
) -> Iterator[Mark]:
    """A median before a bracket that does not hold it, where the legend stands elsewhere in the sentence."""
    value, low, high = numbers
    said = sentence.text
    near = said[max(0, match.start() - 40) : match.start()]
    of_medians = re.search(r"\bmedians?\b", legend, re.IGNORECASE) and not _MEANS.search(legend)
    if (
        not of_medians
        or _OTHER_BRACKET.search(f"{near}{match[0]}")
        or not low.decimals == high.decimals == value.decimals
    ):
        return
    yield sentence.at(match.start("v"), match.end()).mark(
        "value-possible", Verdict.FAILS, f"The median {value.text} lies outside its bracket {low.text} to {high.text}.",
        computed=f"between {low.text} and {high.text}",
        arithmetic=f"{value.text} {f'< {low.text}' if value.value < low.value else f'> {high.text}'}",
        suggestion=f"a median between {low.text} and {high.text}, or another bracket",
    )  # fmt: skip


def _ages(text: Scanned, sentence: Sentence) -> Iterator[Mark]:
    """An SD of ages: with this mean the values would have to lie outside 0 to 110 years."""
    for one in summaries_of(sentence):
        mean, sd, both = one.mean, one.parts.get(Part.SD), one.parts.get(Part.PLUS_MINUS)
        spread = sd.low if sd is not None else both.high if both is not None else None
        if mean is None or spread is None or any(p in one.parts for p in (Part.RANGE, Part.FROM, Part.BRACKET)):
            continue
        near = sentence.text[max(0, mean.start - 50) : mean.start]
        if mean.unit[:1].lower() not in ("", "y") or not _AGE_OF.search(near) or not 0 < mean.low.value < OLDEST:
            continue
        stated = sizes_for(text, sentence).stated
        n = max(2, *stated) if stated else MANY
        limit = most_variance(Fraction(0), Fraction(OLDEST), n, Range.point(mean.low.value))
        if (spread.value - spread.step) ** 2 > limit:
            where = (sd.said, sd.end) if sd is not None else (mean.start, mean.end)
            yield sentence.at(*where).mark(
                "value-possible", Verdict.FAILS if stated else Verdict.ASSUMES,
                f"No {n} ages have a mean of {mean.low.text} and an SD of {spread.text}.",
                computed=f"at most {root_text(limit, 1)}",
                arithmetic=f"ages from 0 to {OLDEST}: {n}/{n - 1} × ({OLDEST} - {mean.low.text}) × {mean.low.text} = "
                f"{float(limit):.4g}",
                suggestion=f"an SD of at most {root_text(limit, 1)}",
                assumption=None if stated else f"the ages are fewer than {MANY}",
            )  # fmt: skip
