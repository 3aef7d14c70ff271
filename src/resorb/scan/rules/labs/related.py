"""Results of the laboratory that follow from one another: acid and base, corrected calcium, rates, decimals, ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.plausibility.lab_units import in_own_unit
from resorb.codes import analytes
from resorb.reading.labs.names import lab_names
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import DIGITS, B, number
from resorb.reading.labs.words import lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.labs.loose import NUM, speaking
from resorb.values.findings import Refused, Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range

_I = re.IGNORECASE
_GENERAL = lazy(r"\b(?:target|goal|criteri\w+|should|must|mean|median|respectively|patients|guideline\w*)\b", _I)
_PH = lazy(rf"\bpH\s*(?:was\s+|of\s+|=\s*|fell\s+to\s+|:\s*)?(?P<n>{NUM})")
_PCO2 = lazy(rf"\bp(?:a)?CO\s?[2₂]\s*(?:was\s+|of\s+|=\s*|:\s*)?(?P<n>{NUM}){B}?(?P<unit>mm\s?Hg|kPa|Torr)", _I)
_BICARBONATE = lazy(
    rf"\b(?:bicarbonate|HCO\s?[3₃](?:[-−⁻])?)\s*(?:was\s+|of\s+|=\s*|:\s*)?(?P<n>{NUM}){B}?(?:mmol|mEq)/[lL]", _I
)
_MOST_PH, _KPA, _APART = 14, 7.50062, 0.2


@rule(
    "acid-base",
    kind="lab",
    doc="A pH lies on its scale, and follows from the carbon dioxide and the bicarbonate printed with it.",
    source="pH = 6.1 + log10(bicarbonate / (0.0307 x pCO2 in mmHg)) (Henderson and Hasselbalch); 0.2 left free",
)
def acid_base(text: Scanned) -> Iterator[Mark]:
    """A pH of 72.1; 8.35 with 19 mmol/L and 4.6 kPa."""
    for sentence in speaking(text):
        said = sentence.text
        printed = list(_PH.finditer(said)) if "pH" in said else []
        gases, salts = list(_PCO2.finditer(said)), list(_BICARBONATE.finditer(said))
        for m in printed:
            value = number(m["n"])
            if value is None:
                continue
            stretch = sentence.at(m.start("n"), m.end("n"))
            if value[0] > _MOST_PH:
                yield stretch.mark(
                    "acid-base", Verdict.FAILS, f"No pH is {m['n']}.", computed="0 to 14", arithmetic=f"{m['n']} > 14",
                    suggestion="check the decimal point",
                )  # fmt: skip
            elif len(printed) == len(gases) == len(salts) == 1:
                gas, salt = number(gases[0]["n"]), number(salts[0]["n"])
                if gas is None or salt is None or not gas[0] or not salt[0]:
                    continue
                mmhg = float(gas[0]) * (_KPA if gases[0]["unit"].lower() == "kpa" else 1)
                real = 6.1 + math.log10(float(salt[0]) / (0.0307 * mmhg))
                if abs(real - float(value[0])) > _APART:
                    yield stretch.mark(
                        "acid-base", Verdict.ASSUMES, f"The other two values give a pH of {real:.2f}, not {m['n']}.",
                        computed=f"{real:.2f}",
                        arithmetic=f"6.1 + log10({salt[0]} / (0.0307 × {mmhg:.3g})) = {real:.2f}",
                        suggestion=f"{real:.2f}, or another value", assumption="all three are of one sample",
                    )  # fmt: skip


_ADJUSTED = lazy(r"\b(?:corrected|adjusted)\b", _I)
_ALBUMIN = lazy(rf"\balbumin\b[^.;()\d]{{0,25}}?(?P<n>{NUM}){B}?(?P<unit>g/d?[lL])", _I)
_CALCIUM = lazy(
    r"\b(?P<what>(?:corrected|adjusted|total|measured|uncorrected|unadjusted|serum|the|a)\s+)?(?:total\s+)?calcium\b"
    rf"(?P<gap>[^.;\d]{{0,60}}?(?:[^.;]{{0,40}}?\b(?:was|of|at|to)\s+)?)(?P<n>{NUM}){B}?(?P<unit>mmol/[lL]|mg/d[lL])"
    rf"|\b(?P<own>measured|uncorrected|total)\s+(?P<n2>{NUM}){B}?(?P<unit2>mmol/[lL]|mg/d[lL])",
    _I,
)
_PAYNE = {
    "mmol": (Fraction(2, 100), Fraction(40), Fraction(7, 100)),
    "mg": (Fraction(8, 100), Fraction(40), Fraction(3, 10)),
}
"""For each g/L of albumin below the second number, so much; the third is left free."""


@rule(
    "calcium-corrected",
    kind="lab",
    doc="A calcium corrected for albumin follows from the measured calcium and the albumin printed with it.",
    source="measured + 0.02 mmol/L (0.08 mg/dL) for each g/L of albumin below 40 (Payne 1973); 0.07 mmol/L left free",
)
def calcium_corrected(text: Scanned) -> Iterator[Mark]:
    """2.10 mmol/L measured with an albumin of 25 g/L is 2.40 mmol/L corrected."""
    for sentence in speaking(text):
        said = sentence.text
        albumins = list(_ALBUMIN.finditer(said)) if _ADJUSTED.search(said) and "lbumin" in said else []
        if len(albumins) != 1 or _GENERAL.search(said.replace("formula", "")):
            continue
        albumin = number(albumins[0]["n"])
        values: dict[bool, list[tuple[Fraction, str, int, int]]] = {True: [], False: []}
        for m in _CALCIUM.finditer(said):
            n = "n" if m["n"] else "n2"
            value, unit = number(m[n]), (m["unit"] or m["unit2"]).lower()
            near = f"{m['what'] or ''}{m['gap'] or ''}"
            if value is not None:
                end = m.end("unit") if m["unit"] else m.end("unit2")
                values[bool(_ADJUSTED.search(near)) and "un" not in near].append((value[0], unit, m.start(n), end))
        if albumin is None or any(len(v) != 1 for v in values.values()) or values[True][0][1] != values[False][0][1]:
            continue
        (corrected, unit, start, end), (measured, *_) = values[True][0], values[False][0]
        per, normal, slack = _PAYNE[unit.split("/")[0]]
        low = albumin[0] * (10 if "dl" in albumins[0]["unit"].lower() else 1)
        real = measured + per * (normal - low)
        if abs(real - corrected) > slack:
            shown = as_text(real, 2)
            yield sentence.at(start, end).mark(
                "calcium-corrected", Verdict.ASSUMES, f"Corrected for this albumin the calcium is about {shown}.",
                computed=f"{shown} {unit}",
                arithmetic=f"{as_text(measured)} + {as_text(per)} × (40 − {as_text(low)}) = {shown}",
                suggestion=f"{shown} {unit}, or another value", assumption="the usual formula was used",
            )  # fmt: skip


_RATE = lazy(
    rf"\b(?:clearance|filtration\s+rate|e?GFR)\b[^.;()\d]{{0,60}}?(?P<n>{NUM})\s?"
    r"(?P<unit>m[lL]/(?:(?:h|hour|hr|d|day|s|sec)\b(?:/1[.·,]73\s?m(?:2|²))?|min/m(?:2|²)))",
    _I,
)


@rule(
    "lab-rate-unit",
    kind="lab",
    doc="A clearance is printed per minute, and per 1.73 m2 where it is scaled to a surface.",
    source="mL/min and mL/min/1.73 m2, the units of rates of filtration on file",
)
def rate_unit(text: Scanned) -> Iterator[Mark]:
    """41 mL/h/1.73 m2; 42 mL/min/m2."""
    for sentence in speaking(text):
        for m in _RATE.finditer(sentence.text):
            right = "mL/min/1.73 m2" if "73" in m["unit"] or m["unit"][-1] in "2²" else "mL/min"
            yield sentence.at(m.start("n"), m.end("unit")).mark(
                "lab-rate-unit", Verdict.ASSUMES, f"A clearance is printed in {right}, not {m['unit']}.",
                computed=right, suggestion=f"{m['n']} {right}", assumption="it is no rate of another kind",
            )  # fmt: skip


_NARROW = (
    "sodium", "potassium", "chloride", "calcium", "corrected calcium", "ionised calcium", "bicarbonate", "albumin",
    "haemoglobin",
)  # fmt: skip
_AGAINST = lazy(
    r"\s*(?:,\s*)?(?:against|versus|vs\.?|compared\s+with|(?:down\s+|up\s+)?from|after)"
    rf"\s+(?P<n>{NUM})(?=\s+(?:before|at)\b|[,.;)]|$)",
    _I,
)
_TIMES = (Fraction(8), Fraction(13))


@rule(
    "lab-decimal",
    kind="lab",
    doc="A result of what the body holds within narrow bounds is not ten times another of the same patient.",
    source="ratio of the two printed numbers from 8 to 13; electrolytes, calcium, albumin and haemoglobin",
)
def decimal(text: Scanned) -> Iterator[Mark]:
    """A bicarbonate of 2.4 mmol/L against 25 before."""
    for sentence in speaking(text):
        for result in lab_results(sentence.text):
            value = result.values[-1]
            m = _AGAINST.match(sentence.text, value.end)
            other = number(m["n"]) if m and value.is_point else None
            if other is None or value.low is None or result.name is None or result.name.analyte not in _NARROW:
                continue
            low, high = sorted((value.low, other[0]))
            if low and _TIMES[0] <= high / low <= _TIMES[1]:
                yield sentence.at(value.number_start, value.end).mark(
                    "lab-decimal", Verdict.ASSUMES,
                    f"{as_text(value.low)} beside {as_text(other[0])} looks like a shifted decimal point.",
                    computed=f"{as_text(high)} / {as_text(low)} = {as_text(high / low, 1)}",
                    arithmetic=f"{as_text(high)} / {as_text(low)} = {as_text(high / low, 1)}",
                    suggestion="check the decimal point", assumption="both are of one patient, in one unit",
                )  # fmt: skip


@rule(
    "lab-range-turned",
    kind="lab",
    doc="A range of a result runs from the lower to the higher number.",
    source="order of the two numbers, beside a range on file that they fit when turned",
)
def range_turned(text: Scanned) -> Iterator[Mark]:
    """Calcium 2.60-2.20 mmol/L in a list of reference ranges."""
    for sentence in speaking(text):
        for name in lab_names(sentence.text):
            m = _PAIR.match(sentence.text, name.end)
            analyte = analytes().get(name.analyte) if m else None
            low, high = (number(m["b"]), number(m["a"])) if m else (None, None)
            if m is None or analyte is None or low is None or high is None or low[0] >= high[0]:
                continue
            try:
                own = in_own_unit(analyte, Quantity("", low[0], high[0], lab_unit(m["unit"]) or ""))
            except Refused:
                continue
            if own is None or not any(_alike(own, Range(r.range.low, r.range.high)) for r in analyte.ranges):
                continue
            right = f"{m['b']}-{m['a']} {m['unit']}"
            yield sentence.at(m.start("a"), m.end("b")).mark(
                "lab-range-turned", Verdict.FAILS, f"The range {m['a']}-{m['b']} runs from high to low.",
                computed=right,
                arithmetic=f"{m['a']} > {m['b']}", suggestion=right,
            )  # fmt: skip


_PAIR = lazy(rf"\s*[:,]?\s*(?P<a>{NUM})\s?[-–]\s?(?P<b>{DIGITS}){B}?(?P<unit>{LAB_UNIT})(?![\w²/])")
_SIMILAR = Fraction(3, 2)


def _alike(one: Range, other: Range) -> bool:
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(a and b and a / _SIMILAR <= b <= a * _SIMILAR for a, b in pairs)
