"""Judges of laboratory statements: calcium times phosphate, and results called low, normal or high."""

from __future__ import annotations

from fractions import Fraction

from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.checks.claims.facts import figures, rows_of, unjudged, verdict
from resorb.checks.plausibility.ages import FIRST_DOSE, age_then, population
from resorb.checks.plausibility.lab_units import in_own_unit
from resorb.checks.registry import Judgement, judges
from resorb.codes import analytes
from resorb.codes.labs import Analyte, ReferenceRange
from resorb.tables.schema import Claim, Lab
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Verdict
from resorb.values.ranges import Range
from resorb.values.spans import days_per

_SQUARE = "mg2/dL2"


@judges(
    "calcium phosphate product",
    doc="A printed calcium phosphate product, or its being high or not, follows from the two results.",
    source="limits of the calcium phosphate product in resorb.codes",
)
def calcium_phosphate_product(study: Study, claim: Claim) -> Judgement:
    """Computed in mmol2/L2 and mg2/dL2; without labs a printed number is compared with the limits on file."""
    product = analytes()["calcium phosphate product"]
    labs = {lab.analyte: lab for lab in rows_of(study, claim) if isinstance(lab, Lab)}
    pair = [labs.get(name) for name in product.product_of]
    if not labs:
        return _against_limits(claim, product)
    known = [in_own_unit(analytes()[lab.analyte], lab.value) if lab and lab.value else None for lab in pair]
    one, other = known
    if one is None or other is None or not (one.is_point and other.is_point):
        return unjudged("it needs a calcium and a phosphate, each as one number with a unit")
    value, trace = one * other, tuple(ref_of(lab, "value") for lab in pair if lab)
    si = value.low or Fraction(0)
    conventional = si / product.factors[_SQUARE]
    first, second = (written(x.low or Fraction(0)) for x in (one, other))
    result = f"{written(si)} {product.unit} = {written(conventional)} {_SQUARE}"
    arithmetic = f"{first} x {second} = {result}"
    word, limit = claim.printed.strip().lower(), max(product.limits, key=lambda x: x.range.low or Fraction(0))
    number = next(iter(figures(claim.printed)), None)
    if word in ("high", "not high", "normal"):
        high = limit.range.holds(si)
        fits = high == (word == "high")
        place = f"{'above' if high else 'not above'} {limit.printed} {_SQUARE} ({limit.key})"
        message = f"{arithmetic}, {place}; printed: {word}."
    elif number is not None:
        fits = any(rule_for(exact, number) for exact in (si, conventional))
        message = f"{arithmetic}; printed: {claim.printed}" + ("." if fits else ", which is neither.")
    else:
        return unjudged("the printed text is no number and neither high nor not high")
    return Judgement(verdict(holds=fits), message, f"{written(conventional)} {_SQUARE}", arithmetic, trace=trace)


def _against_limits(claim: Claim, product: Analyte) -> Judgement:
    number = next(iter(figures(claim.printed)), None)
    if number is None:
        return unjudged("it needs two labs, or a printed threshold")
    limits = {limit.key: (limit.range.low or Fraction(0)) / product.factors[_SQUARE] for limit in product.limits}
    same = [key for key, value in limits.items() if value == number.value]
    listed = ", ".join(f"{written(value)} ({key})" for key, value in limits.items())
    message = f"Thresholds on file in {_SQUARE}: {listed}; printed: {claim.printed}."
    trace = (ref_of(claim, "printed"),)
    return Judgement(verdict(holds=bool(same)), message, listed, f"{number.text} against {listed}", trace=trace)


@judges(
    "lab level",
    doc="A result called low, normal or high lies there by its own range, else by the ranges on file.",
    source="the printed range, else normal ranges of resorb.codes",
)
def lab_level(study: Study, claim: Claim) -> Judgement:
    """By the printed range when there is one; the ranges on file differ between laboratories, which is then said."""
    lab = next((r for r in rows_of(study, claim) if isinstance(r, Lab)), None)
    word = " ".join(claim.printed.lower().split())
    if lab is None or word not in ("low", "normal", "high", "not high", "not low"):
        return unjudged("it needs a lab, and low, normal or high as printed")
    trace = (ref_of(lab, "value"), ref_of(lab, "range"), ref_of(lab, "level"))
    analyte = analytes().get(lab.analyte)
    if lab.value is None or analyte is None:
        if lab.level is None or lab.level == "not reported":
            return unjudged(f"it needs the value of {lab.analyte}", trace)
        return _words_only(lab.analyte, lab.level, word, trace)
    value = in_own_unit(analyte, lab.value)
    own = in_own_unit(analyte, lab.range) if lab.range is not None else None
    on_file = [Range(r.range.low, r.range.high) for r in _for_age(study, lab, analyte)]
    if value is None or (own is None and not on_file):
        return unjudged(f"it needs the normal range of {lab.analyte}", trace)
    ranges = [own] if own is not None else on_file
    levels = list(dict.fromkeys(_level(value, normal) for normal in ranges))
    fitting = [level for level in levels if _agrees(word, level)]
    bounds = (
        lab.range.printed
        if lab.range is not None and own
        else " or ".join(dict.fromkeys(map(str, ranges))) + f" {analyte.unit}"
    )
    arithmetic = f"{lab.value.printed} against {bounds}: {' or '.join(levels)}"
    if not fitting and own is None:
        differs = "the laboratory's own range differs from the one on file"
        message = f"{arithmetic}; printed: {word}, which holds only if {differs}."
        return Judgement(Verdict.ASSUMES, message, levels[0], arithmetic, differs, trace=trace)
    if not fitting:
        return Judgement(Verdict.FAILS, f"{arithmetic}; printed: {word}.", levels[0], arithmetic, trace=trace)
    if len(fitting) == len(levels):
        return Judgement(Verdict.HOLDS, f"{arithmetic}, as printed.", levels[0], arithmetic, trace=trace)
    assumption = "the normal range for the patient's age, or of the laboratory, is one in which it is " + fitting[0]
    return Judgement(
        Verdict.ASSUMES, f"{arithmetic}; {word} if {assumption}.", levels[0], arithmetic, assumption, trace=trace
    )


def _words_only(analyte: str, on_file: str, word: str, trace: tuple[FactRef, ...]) -> Judgement:
    """A level on file without a value: the same, opposed, or too wide to say ("not high" may be normal or low)."""
    if on_file.startswith("not ") and on_file != word and on_file.removeprefix("not ") != word:
        return unjudged(f"it needs the value of {analyte}; on file it is {on_file}", trace)
    message = f"{analyte} is on file as {on_file}, without a value; printed: {word}."
    return Judgement(verdict(holds=_agrees(word, on_file)), message, on_file, f"{on_file} on file", trace=trace)


def _for_age(study: Study, lab: Lab, analyte: Analyte) -> list[ReferenceRange]:
    """Normal ranges on file that the patient's age lets apply; all of the population when the age is not known."""
    people, years = population(study, lab, lab.at or FIRST_DOSE), age_then(study, lab, lab.at or FIRST_DOSE)
    year, found = days_per("year"), []
    for known in analyte.ranges:
        ages = Range(*known.ages.days()) if known.ages is not None else Range()
        if (people == "any" or known.population in ("any", people)) and years.times(year).meets(ages):
            found.append(known)
    return found


def _level(value: Range, normal: Range) -> str:
    if value.high is not None and normal.low is not None and value.high < normal.low:
        return "low"
    if value.low is not None and normal.high is not None and value.low > normal.high:
        return "high"
    return "normal"


def _agrees(word: str, level: str) -> bool:
    return word == level or (word.startswith("not ") and word.removeprefix("not ") != level)
