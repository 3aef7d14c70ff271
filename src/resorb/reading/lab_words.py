"""Results of the laboratory in running text: name, value, unit, printed reference range, and words such as "elevated".

A value belongs to a name only when nothing but words of a closed list stands between them; what the grammar does not
know breaks the tie. A bracket behind a value is a reference range when it says so, or is told by the caller that it
looks like one (:attr:`LabRange.is_named`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.codes import analytes
from resorb.reading.lab_levels import LevelWord, level_after, level_words
from resorb.reading.lab_names import LabName, lab_names
from resorb.reading.lab_ranges import LabRange, reference_at
from resorb.reading.lab_units import LAB_UNIT, lab_unit
from resorb.reading.lab_values import DIGITS, NUM, B, LabValue, read_value
from resorb.values.findings import Refused

_I = re.IGNORECASE
_LINKS = (
    r"was|were|is|are|be|being|been|had|has|have|having|levels?|concentrations?|values?|results?|measured"
    r"|measurements?|of|at|to|"
    r"came|come|read|reads|showed|shows|a|an|the|only|about|still|again|now|then|serum|plasma|blood|total|intact"
    r"|fasting|"
    r"mean|median|average|averaged|averaging|baseline|initial|initially|peak|peaked|nadir|rose|rises|fell|falls"
    r"|dropped|drops|"
    r"increased|decreased|remained|remains|stayed|persisted|persisting|in|on|from|for|him|her|his|it|its|that"
    r"|which|lay|lies|lying|"
    r"with|reading|settled|reported|recorded|documented|noted|found|estimated|calculated|corrected|corr|adjusted"
    r"|insufficient|deficient|"
    r"admission|discharge|entry|presentation|diagnosis|onset|first|time|excluded|moved|went|changed|climbed"
    r"|declined|reached|"
    r"reaching|ranged|ranging|between|slightly|mildly|moderately|markedly|severely|greatly|very|grossly|persistently|"
    r"clearly|concerningly|stable|yesterday|today|elevated|high|raised|low|reduced|suppressed|subnormal|normal"
    r"|unremarkable|rate|activity|"
    r"result|by|CKD-EPI|MDRD|Cockcroft-Gault|Cockcroft|Gault|pre|post|predialysis|pre-dialysis|post-dialysis"
    r"|equal|equals|turned|out|"
    r"hypercalca?emic|hypocalca?emic|hyperphosphata?emic|normocalca?emic|before|dialysis|treatment|infusion|after"
    r"|therapy|"
    r"hormone|judged|as|listed|given|quoted|lately|abnormally|abnormal|pathologically|pathological|not|both|all"
)
_GAP = re.compile(
    rf"(?:{B}?\((?:[A-Za-z0-9+-]{{1,12}}|(?:normal|reference)[^()]{{0,30}})\))?(?:,?{B}?\(?(?:{LAB_UNIT})\)?)?"
    rf"(?:[\s,:=(\[–-]{{1,3}}(?:{_LINKS})(?![\w-])){{0,9}}[\s,:=(\[–-]{{0,3}}",
    _I,
)
_NEXT = re.compile(
    r"(?:\s*\([^()]{0,40}\))?\s*(?:,\s*)?(?:(?:to|and|then|or|→|->|but|before|pre|post|after)[\s,;]*(?:to|at|then"
    r"|a|it|fell|rose|was)?\s*){1,3}",
    _I,
)
_LATE_UNIT = re.compile(rf"[)\]]{B}?(?P<unit>{LAB_UNIT})(?![\w²/])", _I)
_ANY_NUMBER = re.compile(NUM)
_SPEAKS_OF_RANGE = re.compile(r"normal|reference|\bref\b|limit|\bN\b", _I)


@dataclass(frozen=True, slots=True)
class LabResult:
    """What one name is given: its values in order, the range behind the first, the word about it.

    ``name`` is None where a value with a named range stands alone ("elevated at 52 (normal 15-65)"). ``second`` is the
    same value in another unit.
    """

    name: LabName | None
    values: tuple[LabValue, ...]
    range: LabRange | None = None
    level: LevelWord | None = None
    second: LabValue | None = None


def lab_results(text: str) -> Iterator[LabResult]:
    """Every result in a sentence, in order of place; names without a value are left out."""
    if not any(c.isdigit() for c in text):
        return
    names = list(lab_names(text))
    found = []
    for index, name in enumerate(names):
        stop = names[index + 1].start if index + 1 < len(names) else len(text)
        result = _of(text, name, stop)
        if result is not None:
            found.append(result)
    taken = {value.number_start for one in found for value in one.values}
    alone = [] if not _SPEAKS_OF_RANGE.search(text) else list(_nameless(text, taken))
    yield from sorted([*_lend_units(text, found), *alone], key=lambda one: one.values[0].number_start)


def _nameless(text: str, taken: set[int]) -> Iterator[LabResult]:
    """Values of anything with a word of level and a named range: "reduced at 0.28 g/L (reference 0.35-0.95)"."""
    for m in _ANY_NUMBER.finditer(text):
        if m.start() in taken:
            continue
        value = read_value(text, m.start())
        if value is None or not value.is_point:
            continue
        printed, after, _ = _behind(text, value, len(text))
        if printed is None or not printed.is_named:
            continue
        before = [
            w for w in level_words(text, max(0, m.start() - 45), m.start())
            if re.fullmatch(r"\s*(?:at|with|to be|,)?\s*(?:a (?:value|level) of\s*)?[(:]?\s*", text[w.end : m.start()])
        ]  # fmt: skip
        yield LabResult(None, (value,), printed, before[-1] if before else after)


def _of(text: str, name: LabName, stop: int) -> LabResult | None:
    gap = _GAP.match(text, name.end)
    if gap is None:
        return None
    at = gap.end()
    # The words of the gap may have swallowed those of a bound ("at most", "about").
    value = read_value(text, at)
    if value is None or value.number_start >= stop:
        return None
    within = text[name.end : value.number_start]
    head = re.search(rf"(?:{LAB_UNIT})", within)
    if value.unit is None and not value.unit_printed and head:
        value = replace(value, unit=lab_unit(head[0]), unit_printed=head[0])
    values = [*_from_to(text, value)]
    values += _further(text, values[-1], stop)
    if value.unit is None and not value.unit_printed and len(values) > 1:
        values[0] = replace(value, unit=values[1].unit, unit_printed=values[1].unit_printed)
    level = _level_before(text, name, values[0].number_start)
    printed, level_after, second = _behind(text, values[-1] if len(values) == 1 else values[0], stop)
    if printed and not values[0].unit_printed and (unit := _LATE_UNIT.match(text, printed.end)):
        values[0] = replace(values[0], unit=lab_unit(unit["unit"]), unit_printed=unit["unit"])
    first = values[0]
    is_told = bool(first.unit_printed) or (printed is not None and printed.is_named)
    is_listed = re.fullmatch(r"\s*[:=]?\s*", within) and first.low is not None and first.low >= 1
    if name.is_short and not is_told and not is_listed:
        return None
    if (
        name.level
        and level is None
        and not re.search(r"\b(?:exclud|rul|resol|no longer|absen|defin|without)", within, _I)
    ):
        level = LevelWord(name.start, name.end, name.level)
    return LabResult(name, tuple(values), printed, level or level_after, second)


def _from_to(text: str, value: LabValue) -> list[LabValue]:
    """A change ("from 7.4 to 5.1 mg/dL") is two values, not a range."""
    is_change = re.search(r"\bfrom\s*$", text[max(0, value.start - 6) : value.start], _I)
    if value.low is None or value.high is None or value.low == value.high or not (is_change or value.low > value.high):
        return [value]
    m = re.compile(rf"(?:{DIGITS})").search(text, value.number_start)
    head = m.end() if m else value.end
    second = re.compile(r"\d").search(text, head, value.end)
    start = second.start() if second else head
    return [
        replace(value, high=value.low, end=head),
        replace(value, low=value.high, start=start, number_start=start),
    ]


def _further(text: str, first: LabValue, stop: int) -> list[LabValue]:
    """More values of the same name: "fell from 7.4 to 5.1 mg/dL", "9.0 and 9.1"."""
    found: list[LabValue] = []
    at = first.end
    while len(found) < 4 and (m := _NEXT.match(text, at)) is not None and m.end() < stop:
        value = read_value(text, m.end())
        if value is None or value.number_start >= stop or (not value.unit_printed and not first.unit_printed):
            break
        found.append(value)
        at = value.end
    return found


def _level_before(text: str, name: LabName, until: int) -> LevelWord | None:
    """The last word of level between a name and its value, else one right before the name."""
    inner = list(level_words(text, name.end, until))
    if inner:
        return inner[-1] if len(inner) == 1 else None
    begin = max(0, name.start - 40)
    for word in level_words(text, begin, name.start):
        if re.fullmatch(r"\s*(?:serum\s+|plasma\s+|blood\s+|total\s+|intact\s+)?", text[word.end : name.start]):
            return word
    return None


def _behind(text: str, value: LabValue, stop: int) -> tuple[LabRange | None, LevelWord | None, LabValue | None]:
    """What follows a value: its reference range, a word of level, the same in another unit; in any order."""
    printed: LabRange | None = None
    level: LevelWord | None = None
    second: LabValue | None = None
    at = value.end
    for _ in range(4):
        if second is None and (other := _other_unit(text, value, at)) is not None:
            second, at = other, other.end
            continue
        if printed is None and (near := reference_at(text, at)) is not None:
            printed, inner, at = near
            level = level or inner
            continue
        after = None if level else level_after(text, at)
        if after is None or after.start >= stop:
            break
        level, at = after, after.end
        tail = re.match(
            r"\s+(?:of|in|for|at|by)\s+(?:our|the|this|that|his|her|their)?\s?(?:laboratory|lab|hospital|clinic"
            r"|age|centre|assay)",
            text[at:],
        )
        at += tail.end() if tail else 0
    return printed, level, second


def _other_unit(text: str, value: LabValue, at: int) -> LabValue | None:
    m = re.compile(
        r"\s*(?:\(|\[|,|=|;|/|≈|\bor\b)\s*(?:(?:or|i\.e\.,?|that is,?|equal(?:s|ling)?(?: to)?|equivalent to"
        r"|equals|corresponding to|=|≈|c\.)\s*)?", _I
    ).match(text, at)  # fmt: skip
    if m is None or not value.unit_printed:
        return None
    other = read_value(text, m.end())
    if other is None or not other.unit_printed or not other.is_point or other.unit == value.unit:
        return None
    return other


def _measures(analyte: str, unit: str | None) -> bool:
    try:
        analytes()[analyte].convert(Fraction(1), unit or "")
    except Refused:
        return False
    return True


def _lend_units(text: str, found: list[LabResult]) -> list[LabResult]:
    """In "calcium 2.3, phosphate 1.1 mmol/L" the unit stands once, behind the last value."""
    for index in range(len(found) - 2, -1, -1):
        one, after = found[index], found[index + 1]
        value, later = one.values[0], after.values[0]
        if (
            value.unit_printed
            or len(one.values) > 1
            or not later.unit_printed
            or one.name is None
            or after.name is None
        ):
            continue
        end = max(value.end, one.range.end + 1 if one.range else 0)
        if not _measures(one.name.analyte, later.unit):
            continue
        if re.fullmatch(r"[\s,;/]*(?:and\s+|×\s*|x\s*)?(?:serum\s+|plasma\s+)?", text[end : after.name.start]):
            lent = replace(value, unit=later.unit, unit_printed=later.unit_printed, is_borrowed=True)
            found[index] = replace(one, values=(lent, *one.values[1:]))
    return found
