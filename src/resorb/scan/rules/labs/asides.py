"""Results told aside in brackets, products written out, clearances of no surface."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.checks.plausibility.lab_levels import judge_level
from resorb.reading.labs.asides import Multiplied, absurd_units, asides, downward_ranges, multiplied, wrong_surfaces
from resorb.reading.labs.words import lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.labs.products import PRODUCT
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

_GENERAL = lazy(r"\b(?:should|must|target|goal|aim\w*|recommend\w*|ideally|criteria|if)\b")
_ROUNDED = Fraction(1, 50)


@rule(
    "lab-aside",
    "product-written",
    "lab-form",
    kind="lab",
    doc="A word of level agrees with the value and range in the bracket behind it; products written out are right; "
    "units and ranges have a form that can be.",
    source="the printed range; multiplication",
)
def lab_asides(text: Scanned) -> Iterator[Mark]:
    """Each sentence."""
    for sentence in text.sentences:
        said = sentence.text
        if not any(map(str.isdigit, said)):
            continue
        yield from _levels(sentence)
        for start, end in wrong_surfaces(said):
            yield sentence.at(start, end).mark(
                "lab-form", Verdict.FAILS, "Clearances are normalised to a surface of 1.73 m².",
                computed="mL/min/1.73 m²", suggestion="mL/min/1.73 m²",
            )  # fmt: skip
        for start, end in absurd_units(said):
            yield sentence.at(start, end).mark(
                "lab-form", Verdict.FAILS, "Nothing in blood is measured in kilograms.",
                computed="mg or g", suggestion="mg or g in place of kg",
            )  # fmt: skip
        for start, end, low, high in downward_ranges(said):
            yield sentence.at(start, end).mark(
                "lab-form", Verdict.FAILS, f"The reference range runs downwards: {low} is larger than {high}.",
                computed=f"{high}-{low}", arithmetic=f"{low} > {high}", suggestion=f"{high}-{low}",
            )  # fmt: skip
        if PRODUCT.search(said):
            for one in multiplied(said):
                mark = _product(sentence, one)
                if mark is not None:
                    yield mark


def _levels(sentence: Sentence) -> Iterator[Mark]:
    strict = [r.level.start for r in lab_results(sentence.text) if r.level is not None and r.range is not None]
    for one in asides(sentence.text):
        if one.word.start in strict or one.low >= one.high or one.number in (one.low, one.high):
            continue
        found = judge_level(
            one.value, Range.point(one.number), one.printed_range, Range(one.low, one.high), one.word.level
        )
        if found.verdict is Verdict.FAILS:
            yield sentence.at(one.word.start, one.word.end).mark(
                "lab-aside", Verdict.FAILS, found.message, computed=found.computed, suggestion=found.suggestion,
                arithmetic=f"{one.value} against {one.printed_range}",
            )  # fmt: skip


def _product(sentence: Sentence, one: Multiplied) -> Mark | None:
    how = f"{one.first} × {one.second} = {written(one.exact)}"
    if one.is_bound:
        if one.exact <= one.printed * (1 + _ROUNDED) or _GENERAL.search(sentence.text):
            return None
        message = f"{how}, which is not below {as_text(one.printed)}."
    else:
        if abs(one.exact - one.printed) <= max(one.exact * _ROUNDED, Fraction(1, 10**one.decimals)):
            return None
        message = f"{how}, not {as_text(one.printed)}."
    return sentence.at(one.start, one.end).mark(
        "product-written", Verdict.FAILS, message, computed=written(one.exact), arithmetic=how,
        suggestion=f"{written(one.exact)}, or another factor",
    )  # fmt: skip
