"""What is computed from several results: calcium times phosphate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from resorb.checks.plausibility.lab_levels import CONVENTIONAL, Product, calcium_times_phosphate
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import LabValue, read_value
from resorb.reading.labs.words import LabResult, lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.labs.tables import value_in
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range

_I = re.IGNORECASE
_P = r"(?:phosph(?:ate|orus|orous)|PO4|P)"
PRODUCT = lazy(
    rf"\b(?:calcium|Ca)\s?(?:x|×|\*|·|times)\s?{_P}(?:\s+(?:ion\s+)?product)?\b|\b(?:calcium"
    rf"|Ca)[\s–-]*(?:by[\s-])?(?:and\s+)?{_P}\s+(?:\([^()]{{1,12}}\)\s+)?(?:ion\s+)?product\b"
    r"|\bCaP\s+product\b|\bproduct\b",
    _I,
)
_LINK = lazy(
    r"(?:\s*\([^()]{1,14}\))?(?:[\s,:=]{1,3}(?:of|was|is|were|at|came|to|gave|gives|stood|reached|remained|stayed"
    r"|rose|fell|then|thus|therefore|about|a|only|still)\b){0,4}[\s,:=]{1,3}",
    _I,
)
_NUMBER = lazy(r"(?<![\w.,·/^])\d{1,5}(?:[.,·]\d{1,3})?(?!\d)")
_FIRST_DIGIT = lazy(r"(?:(?:below|under|above|over|<|>)\s?)?(?P<n>\d)", _I)
_A_LIMIT = lazy(
    r"\b(?:limits?|thresholds?|cut-?offs?|targets?|goals?|ceiling|normal|range|recommend\w*|upper|values?|mark"
    r"|bound)\b[^;.]{0,25}$|(?:exclu\w+|if|when|unless|IQR|versus|vs\.?)\s*$",
    _I,
)
_GENERAL = lazy(
    r"\b(?:exclu\w+|criteria|patients with|those with|should|must|risk|if the|when the product|target|goal"
    r"|IQR|respectively)\b",
    _I,
)
_GROUP = lazy(r"\b(?:mean|median|SD|IQR|average|range)\b|±|\bn\s?=\s?\d", _I)
_UNROUNDED = "that calcium and phosphate were rounded after they were multiplied"
_PLAIN = Fraction(1, 100)
_ROUNDED = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Claim:
    """A printed product: its place, its value or the bound it is said to keep, its unit as far as printed."""

    start: int
    end: int
    value: LabValue


@rule(
    "calcium-phosphate-product",
    kind="lab",
    doc="Calcium times phosphate, of one sentence or column, gives the product that is printed.",
    source="exact arithmetic in mg2/dL2 and mmol2/L2 with the rounding intervals of the printed numbers",
)
def products(text: Scanned) -> Iterator[Mark]:
    """Each printed product whose two factors stand beside it, once each."""
    for sentence in text.sentences:
        words = sentence.text
        if not ("product" in words or _NEAR.search(words)):
            continue
        claims = list(islice(_claims(words), 3))
        if claims and not _GENERAL.search(words):
            found = _judged(text, sentence, claims)
            yield from _of_means(found) if _MEAN.search(words) else found
    for block, table in text.tables:
        yield from _in_table(text, block, table)


_MEAN = lazy(r"\b(?:mean|median)\b", _I)
_ABOUT = lazy(r"(?:\b(?:about|around|approximately|roughly|nearly|almost|some)|~|≈)\s*$", _I)


def _of_means(marks: Iterator[Mark]) -> Iterator[Mark]:
    """The mean of products is near the product of means; only what lies far from it is said."""
    for mark in marks:
        printed, real = (_NUMBER.search(words or "") for words in (mark.finding.printed, mark.finding.computed))
        if mark.finding.verdict is Verdict.FAILS and printed and real:
            told, reckoned = Fraction(printed[0].replace(",", ".")), Fraction(real[0])
            if abs(told - reckoned) > _FAR * reckoned:
                more = "that the mean of the products lies near the product of the means"
                yield replace(mark, finding=replace(mark.finding, verdict=Verdict.ASSUMES, assumption=more))


_FAR = Fraction(3, 20)
_NEAR = lazy(r"²/|2/d?L|[x×*·]\s?P|times\s+phosph", _I)


def _claims(text: str) -> Iterator[Claim]:
    taken = set()
    for m in _NUMBER.finditer(text):
        value = read_value(text, m.start())
        if value is not None and value.unit in ("mg2/dL2", "mmol2/L2"):
            taken.add(m.start())
            yield from _claim(text, m.start())
    for m in PRODUCT.finditer(text):
        link = _LINK.match(text, m.end())
        if link is None or m[0].lower() == "product":
            continue
        n = _FIRST_DIGIT.match(text, link.end())
        if n is not None and n.start("n") not in taken:
            value = read_value(text, n.start("n"))
            if value is not None and not value.unit_printed:
                yield from _claim(text, n.start("n"))


_BOUND = lazy(r"(?:below|under|less than|above|over|more than|exceed(?:ed|ing|s)?|<|>|≤|≥)\s*$", _I)


def _claim(text: str, at: int) -> Iterator[Claim]:
    before = text[max(0, at - 40) : at]
    bound = _BOUND.search(before)
    head = before[: bound.start()] if bound else before
    if _A_LIMIT.search(head if not bound else before[: bound.start()] + "") or _A_LIMIT.search(before):
        return
    start = at - (len(before) - bound.start()) if bound else at
    value = read_value(text, at)
    if value is None or not value.is_point:
        return
    value = replace(value, about=True) if _ABOUT.search(before) else value
    if bound and re.match(r"below|under|less|<|≤", bound[0], _I):
        value = replace(value, low=None)
    elif bound:
        value = replace(value, high=None)
    yield Claim(start, value.end, value)


def _judged(text: Scanned, sentence: Sentence, claims: Sequence[Claim]) -> Iterator[Mark]:
    units = [c.value.unit for c in claims]
    if len(claims) > 2 or len(set(units)) != len(units):
        return
    pair = _factors(sentence.text)
    if pair is None:
        before = next(text.before(sentence), None)
        has_names = next(lab_results(sentence.text), None) is not None
        pair = (
            _factors(before.text) if before is not None and not has_names and not _GENERAL.search(before.text) else None
        )
    if pair is None:
        return
    for claim in claims:
        stretch = sentence.at(claim.start, claim.end)
        yield from _compared(stretch, claim.value, *pair)


def _factors(text: str) -> tuple[Quantity, Quantity] | None:
    """The one calcium and the one phosphate of a sentence, with their units."""
    found: dict[str, list[LabResult]] = {"calcium": [], "phosphate": []}
    for result in lab_results(text):
        if result.name and result.name.analyte in ("calcium", "corrected calcium", "phosphate"):
            found["phosphate" if result.name.analyte == "phosphate" else "calcium"].append(result)
    if any(len(several) != 1 or len(several[0].values) != 1 for several in found.values()):
        return None
    values = [found[key][0].values[0] for key in ("calcium", "phosphate")]
    if any(not value.is_point or value.is_spread for value in values):
        return None
    one, other = (v.quantity(text[v.number_start : v.end]) for v in values)
    return None if one is None or other is None else (one, other)


def _compared(stretch: Stretch, printed: LabValue, calcium: Quantity, phosphate: Quantity) -> Iterator[Mark]:
    exact = calcium_times_phosphate(calcium, phosphate)
    widest = calcium_times_phosphate(_widened(calcium), _widened(phosphate))
    if exact is None or widest is None:
        return
    scales = [printed.unit] if printed.unit else [CONVENTIONAL] if "g/" in calcium.unit else [CONVENTIONAL, "mmol2/L2"]
    found = [_verdict(printed, _on(exact, s), _on(widest, s)) for s in scales]
    best = min(found, key=[Verdict.HOLDS, Verdict.ASSUMES, Verdict.FAILS].index)
    unit = scales[found.index(best)] or CONVENTIONAL
    value = _on(exact, unit)
    places = 1 if unit == CONVENTIONAL else 2
    computed = f"{as_text(value.low or Fraction(0), places)} {unit}"
    arithmetic = f"{calcium.printed} × {phosphate.printed} = {computed}"
    if best is Verdict.HOLDS:
        yield stretch.mark("calcium-phosphate-product", best, f"{arithmetic}, as printed.", arithmetic=arithmetic)
        return
    message = f"Calcium times phosphate is {computed}, not {stretch.passage.text[stretch.start : stretch.end]}."
    yield stretch.mark(
        "calcium-phosphate-product", best, message, computed=computed, arithmetic=arithmetic, suggestion=computed,
        assumption=_UNROUNDED if best is Verdict.ASSUMES else None,
    )  # fmt: skip


def _on(product: Product, unit: str | None) -> Range:
    return product.value if unit == "mmol2/L2" else product.conventional


def _widened(value: Quantity) -> Quantity:
    """What may have been measured before it was rounded to the printed digits."""
    half = _ROUNDED / 10**value.decimals
    return replace(value, low=(value.low or Fraction(0)) - half, high=(value.high or Fraction(0)) + half)


def _verdict(printed: LabValue, exact: Range, widest: Range) -> Verdict:
    here = exact.low or Fraction(0)
    if printed.low is None or printed.high is None:
        said = Range(printed.low, printed.high)
        return Verdict.HOLDS if widest.meets(said) else Verdict.FAILS
    half = _ROUNDED / 10**printed.decimals * (5 if printed.about else 1)
    said = Range(printed.low - half, printed.low + half)
    if here in said or abs(here - printed.low) <= here * _PLAIN:
        return Verdict.HOLDS
    return Verdict.ASSUMES if widest.meets(said) else Verdict.FAILS


def _in_table(text: Scanned, block: int, table: Table) -> Iterator[Mark]:
    """Rows (or columns) of calcium, phosphate and their product."""
    rows = table.rows
    if not 3 <= len(rows) <= 200 or (table.caption and _GROUP.search(table.caption.text)):
        return
    if any(_GROUP.search(cell.text) for cell in rows[0]):
        return
    width = min(len(row) for row in rows)
    across = [tuple(row[i] for row in rows) for i in range(width)]
    for lines in (rows, across):
        kinds = [(kind, line) for line in lines if line and (kind := _kind(line[0].text))]
        if len(kinds) == len(dict(kinds)) == 3:  # of two calciums, plain and corrected, either may be meant
            yield from _lines(text, block, dict(kinds))
            return


def _kind(head: str) -> str | None:
    if len(head) > 60 or _GROUP.search(head) or re.search(r"urin|ioni[sz]ed|iCa", head, _I):
        return None
    product = PRODUCT.search(head)
    if product is not None:
        return "product"
    if re.search(r"\b(?:[Cc]alcium|Ca)\b", head):
        return "calcium"
    return "phosphate" if re.search(r"\bphosph(?:ate|orus|orous)\b|\bPO4\b|\bP\b", head, re.IGNORECASE) else None


def _lines(text: Scanned, block: int, found: dict[str, tuple[Passage, ...]]) -> Iterator[Mark]:
    units = {kind: (m[0] if (m := re.search(LAB_UNIT, line[0].text)) else "") for kind, line in found.items()}
    if not units["calcium"] or not units["phosphate"]:
        return
    for ca, phosphate, product in zip(found["calcium"][1:], found["phosphate"][1:], found["product"][1:], strict=False):
        values = [value_in(cell, units[kind]) for kind, cell in (("calcium", ca), ("phosphate", phosphate))]
        printed = value_in(product, units["product"])
        if printed is None or any(v is None or v.is_spread for v in values):
            continue
        one, other = (v.quantity(f"{cell.text.strip()} {lab_unit(v.unit_printed) or ''}".strip())
                      for v, cell in zip(values, (ca, phosphate), strict=True) if v)  # fmt: skip
        if one and other and re.fullmatch(r"\s*[\d.,·]+\s*", product.text):
            yield from _compared(text.cell(block, product, 0, len(product.text)), printed, one, other)
