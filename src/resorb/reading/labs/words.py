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
from itertools import islice

from resorb.codes import analytes
from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.kept import kept
from resorb.reading.labs.levels import LevelWord, level_after, level_words
from resorb.reading.labs.names import LabName, lab_names
from resorb.reading.labs.ranges import LabRange, limit_after, reference_at
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import DASH, DIGITS, NUM, B, LabValue, other_unit, read_value
from resorb.reading.lazy import lazy
from resorb.values.findings import Refused

_I = re.IGNORECASE
MOST_NAMES = 60
"""A stretch of text with more names than this is no sentence; nothing is read in it."""
_LINKS = (
    r"was|were|is|are|be|being|been|had|has|have|having|levels?|concentrations?|values?|results?|measured|"
    r"measurements?|of|at|to|came|come|read|reads|showed|shows|a|an|the|only|about|still|again|now|then|serum|"
    r"plasma|blood|total|intact|fasting|mean|median|average|averaged|averaging|baseline|initial|initially|peak|"
    r"peaked|nadir|rose|rises|fell|falls|fallen|risen|gone|dropped|drops|increased|decreased|remained|remains|stayed|persisted|"
    r"persisting|in|on|from|for|him|her|his|it|its|that|which|lay|lies|lying|with|reading|settled|reported|"
    r"recorded|documented|noted|found|estimated|calculated|corrected|corr|adjusted|insufficient|deficient|"
    r"admission|discharge|entry|presentation|diagnosis|onset|first|time|excluded|moved|went|changed|climbed|"
    r"declined|reached|reaching|ranged|ranging|between|slightly|mildly|moderately|markedly|severely|greatly|"
    r"very|grossly|persistently|clearly|concerningly|stable|yesterday|today|elevated|high|raised|low|reduced|"
    r"suppressed|subnormal|normal|unremarkable|rate|activity|result|CKD-EPI|MDRD|Cockcroft-Gault|Cockcroft|"
    r"Gault|pre|post|predialysis|pre-dialysis|post-dialysis|equal|equals|turned|out|hypercalca?emic|"
    r"hypocalca?emic|hyperphosphata?emic|normocalca?emic|before|dialysis|treatment|infusion|after|therapy|"
    r"hormone|judged|as|listed|given|quoted|lately|abnormally|abnormal|pathologically|pathological|not|both|all|"
    r"by (?:the )?(?:CKD-EPI|MDRD|Cockcroft-Gault|Schwartz)|formula|equation|using|"
    r"stood|standing|amounted|ran|running|checked|tested|up|down|sat|hovered|hovering|kept|held|proved|tended|oscillated"
    r"|returned|worked|there|this|these|them|she|he|patient|patient's|who|whose|our|their|morning|evening|week|day|month"
    r"|clinic|ward|lab|laboratory|sample|samples|draw|drawn|taken|obtained|during|under|while|when|already|just|even"
    r"|almost|nearly|always|usually|repeatedly|consistently|low-normal|venous|arterial|capillary|session|sessions|last|next|"
    r"within|reference|range|limits|age|normali[sz]ed|visits?|two|three|four|five|six|consecutive|successive|weekly|monthly"
)
_GAP = lazy(
    rf"(?:{B}?\((?:[A-Za-z0-9+-]{{1,12}}|(?:normal|reference)[^()]{{0,30}})\))?(?:,?{B}?\(?(?:{LAB_UNIT})\)?)?"
    rf"(?:[\s,:=(\[–-]{{1,3}}(?:{_LINKS})(?![\w-])){{0,9}}[\s,:=(\[–-]{{0,3}}",
    _I,
)
_NEXT = lazy(
    r"(?:\s*\([^()]{0,40}\))?\s*(?:,\s*)?(?:(?:to|and|then|or|→|->|but|before|pre|post|after)[\s,;]*(?:to|at|then"
    r"|a|it|fell|rose|was)?\s*){1,3}",
    _I,
)
_LATE_UNIT = lazy(
    rf"(?:\s?[(\[]\s?(?:(?:SD|SE|SEM|IQR|range)[\s:,=]*)?(?:±\s?)?(?:{DIGITS})(?:{DASH}(?:{DIGITS}))?\s?)?[)\]]{B}?"
    rf"(?P<unit>{LAB_UNIT})(?![\w²/])",
    _I,
)
_LISTED = lazy(
    r"\s*(?:\([^()\d]{1,15}\))?\s*(?:,|and|or|&|/|,\s*and)\s*(?:(?:the|serum|plasma|total|intact)\s+){0,2}", _I
)
_BETWEEN = lazy(r"(?:\s*[(\[][^()\[\]]{1,60}[)\]])?\s*(?:,\s*and\b|,|;|and\b|/)\s*(?=\d)", _I)
_ASIDE = lazy(r"(?:\s+(?:levels?|concentrations?|values?))?,[^,;.:()\d]{1,40},(?=\s)", _I)
_IS_A_CHANGE = lazy(
    r"[\s-]*(?:higher|lower|increase|decrease|increment|rise|fall|drop|change|difference|reduction|decline|"
    r"(?:above|below) (?!the|its|our|normal)|per\b(?! (?:the|our) )|more\b|less\b|"
    r"(?:was|were|is) (?:added|infused|given|administered|used|prepared))",
    _I,
)
_TIE = lazy(r"\s?[)\]]\s*(?:(?:,|:|=|at|of|was|is|were)\s*){0,2}", _I)
_ONE_OF_MORE = lazy(r"(?:[,/&;]|\band)\s*(?:(?:serum|plasma|total)\s+)?$", _I)
"""Before a name that ends a list of names: the values behind it may be one of each."""
_BETWEEN_LISTED = lazy(r"\s*(?:,\s*and\b|,|;|and\b)\s*(?=\d)", _I)
_MOST_LISTED = 12
_CHANGE = lazy(r"\b(?:from|to|by)\b", _I)
_DENIED = lazy(r"\b(?:exclud|rul|resol|no longer|absen|defin|without|correct)", _I)
_DENIED_AHEAD = lazy(
    r"\b(?:no|not|without|absence|absent|never|neither|nor|avoid\w*|prevent\w*|risk|history|previous|prior"
    r"|evidence|exclud\w*|"
    r"rul\w+ out|resol\w+|correction of|free|former|defin\w+|criteria|if|when|unless|versus|than"
    r"|normali[sz]\w+)\b[^.;()]{0,30}$",
    _I,
)
_IS_RANGE = lazy(
    r"\s*(?:for\s+(?:age|adults?|children|wom[ae]n|m[ae]n|males?|females?)\s*)?(?:ranges?|values?|limits?|up to)?"
    r"[\s:=,]*[\d<>≤≥]"
    rf"[\d.,]*{B}?(?:(?:{LAB_UNIT}){B}?)?(?:[-–—−]|to\b|[)\]])",
    _I,
)
"""Behind a "normal" that heads a printed range and says nothing of the value."""
_FLAG = lazy(r"\s?[(\[](?P<word>H|L|high|low|elevated|raised|normal|within normal limits|WNL)[)\]]")
_FLAGS = {"h": "high", "e": "high", "r": "high", "l": "low", "n": "normal", "w": "normal"}
_ANY_NUMBER = lazy(NUM)
_SPEAKS_OF_RANGE = lazy(r"normal|reference|\bref\b|limit|\bN\b", _I)


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
    return _results(text, knowledge())


@kept
def _results(text: str, _: Knowledge) -> Iterator[LabResult]:
    if not any(c.isdigit() for c in text):
        return
    names = list(islice(lab_names(text), MOST_NAMES + 1))
    if len(names) > MOST_NAMES:
        return
    stops = [*(name.start for name in names[1:]), len(text)]
    found: list[LabResult] = []
    listed: list[LabName] = []
    for index, (name, stop) in enumerate(zip(names, stops, strict=False)):
        listed.append(name)
        if index + 1 < len(names) and _LISTED.fullmatch(text, name.end, names[index + 1].start):
            continue
        in_order = _in_order(text, listed, stop) if len(listed) > 1 else None
        before, listed = names[index - 1] if index else None, []
        if in_order is not None:
            found += in_order
        elif (result := _of(text, name, stop, before)) is not None:
            found.append(result)
    taken = {value.number_start for one in found for value in one.values}
    alone = [] if not _SPEAKS_OF_RANGE.search(text) else list(_nameless(text, taken, stops))
    yield from sorted([*_lend_units(text, found), *alone], key=lambda one: one.values[0].number_start)


def _in_order(text: str, names: list[LabName], stop: int) -> list[LabResult] | None:
    """Names of a list with as many values behind them ("calcium and phosphate were 2.3 and 1.1 mmol/L").

    None when one value follows, which is of the last name; nothing when the numbers do not match.
    """
    gap = _GAP.match(text, names[-1].end)
    values: list[LabValue] = []
    at = gap.end() if gap else names[-1].end
    while len(values) <= len(names) and (value := read_value(text, at)) is not None and value.number_start < stop:
        values.append(value)
        between = _BETWEEN.match(text, value.end)
        if between is None:
            break
        at = between.end()
    if len(values) < 2:
        return None
    if len(values) != len(names):
        return []
    unit, printed = values[-1].unit, values[-1].unit_printed
    return [
        LabResult(
            name, (value if value.unit_printed else replace(value, unit=unit, unit_printed=printed, is_borrowed=True),)
        )
        for name, value in zip(names, values, strict=True)
    ]


def _nameless(text: str, taken: set[int], stops: list[int]) -> Iterator[LabResult]:
    """Values of anything with a word of level and a named range: "reduced at 0.28 g/L (reference 0.35-0.95)"."""
    for m in _ANY_NUMBER.finditer(text):
        if m.start() in taken:
            continue
        value = read_value(text, m.start())
        if value is None or not value.is_point:
            continue
        printed, after, _ = _behind(text, value, next((s for s in stops if s > m.start()), len(text)))
        if printed is None or not printed.is_named:
            continue
        before = [
            w for w in level_words(text, max(0, m.start() - 45), m.start())
            if re.fullmatch(r"\s*(?:at|with|to be|,)?\s*(?:a (?:value|level) of\s*)?[(:]?\s*", text[w.end : m.start()])
        ]  # fmt: skip
        yield LabResult(None, (value,), printed, before[-1] if before else after)


def _of(text: str, name: LabName, stop: int, before: LabName | None) -> LabResult | None:
    gap = _GAP.match(text, name.end)
    value = read_value(text, gap.end()) if gap else None
    if value is None and (aside := _ASIDE.match(text, name.end)) is not None:
        gap = _GAP.match(text, aside.end())
        value = read_value(text, gap.end()) if gap else None
    if value is None or value.number_start >= stop or _IS_A_CHANGE.match(text, value.end):
        return None
    ahead = _range_first(text, name, value)
    if ahead is not None:
        value = ahead[1]
    within = text[name.end : value.number_start]
    head = re.search(rf"(?:{LAB_UNIT})", within)
    if value.unit is None and not value.unit_printed and head:
        value = replace(value, unit=lab_unit(head[0]), unit_printed=head[0])
    values = _listed(text, name, value, stop) or [*_from_to(text, value)]
    if len(values) < 3:
        values += _further(text, values[-1], stop)
    if value.unit is None and not value.unit_printed and len(values) > 1:
        values[0] = replace(value, unit=values[1].unit, unit_printed=values[1].unit_printed)
    level = _level_before(text, name, values[0].number_start) or _level_outside(text, name, before)
    printed, level_after, second = _behind(text, values[-1] if len(values) == 1 else values[0], stop)
    if ahead is not None and printed is None:
        printed = ahead[0]
    elif printed is None and (near := reference_at(text, name.end)) and near[0].end <= values[0].number_start:
        printed = near[0]
    if not values[0].unit_printed and (unit := _LATE_UNIT.match(text, printed.end if printed else values[0].end)):
        values[0] = replace(values[0], unit=lab_unit(unit["unit"]), unit_printed=unit["unit"])
    first = values[0]
    is_told = bool(first.unit_printed) or (printed is not None and printed.is_named)
    is_listed = re.fullmatch(r"-?\s*[:=]?\s*", within) and first.low is not None and first.low >= 1
    if name.is_short and not is_told and not is_listed:
        return None
    if name.level and level is None and not _denied(text, name, within):
        level = LevelWord(name.start, name.end, name.level)
    return LabResult(name, tuple(values), printed, level or level_after, second)


def _range_first(text: str, name: LabName, value: LabValue) -> tuple[LabRange, LabValue] | None:
    """A bracket with the range before the value: "calcium (normal 2.2-2.6): 2.4 mmol/L"."""
    if value.is_point or value.low is None or value.high is None or value.low >= value.high:
        return None
    tie = _TIE.match(text, value.end)
    later = read_value(text, tie.end()) if tie else None
    if later is None or not later.is_point:
        return None
    named = re.search(r"normal|reference", text[name.end : value.start], _I) is not None
    printed = LabRange(value.number_start, value.end, value.low, value.high, value.unit, value.unit_printed, named)
    return printed, later


_PRINTED, _DIGIT = lazy(rf"(?:{DIGITS})"), lazy(r"\d")


def _from_to(text: str, value: LabValue) -> list[LabValue]:
    """A change ("from 7.4 to 5.1 mg/dL") is two values, not a range."""
    is_change = re.search(r"\bfrom\s*$", text[max(0, value.start - 6) : value.start], _I)
    if value.low is None or value.high is None or value.low == value.high or not (is_change or value.low > value.high):
        return [value]
    m = _PRINTED.search(text, value.number_start)
    head = m.end() if m else value.end
    second = _DIGIT.search(text, head, value.end)
    start = second.start() if second else head
    return [
        replace(value, high=value.low, end=head),
        replace(value, low=value.high, start=start, number_start=start),
    ]


def _listed(text: str, name: LabName, first: LabValue, stop: int) -> list[LabValue]:
    """Values of one name whose unit stands behind the last: "phosphate 2.1, 1.8, 2.4 and 1.9 mmol/L"."""
    if not first.is_point or first.unit_printed or _ONE_OF_MORE.search(text, max(0, name.start - 12), name.start):
        return []
    values = [first]
    while len(values) < _MOST_LISTED and (m := _BETWEEN_LISTED.match(text, values[-1].end)) is not None:
        value = read_value(text, m.end())
        if value is None or value.number_start >= stop or not value.is_point:
            return []
        values.append(value)
        if value.unit_printed:
            shared = (replace(v, unit=value.unit, unit_printed=value.unit_printed) for v in values)
            return list(shared) if len(values) > 2 else []
    return []


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


def _level_outside(text: str, name: LabName, before: LabName | None) -> LevelWord | None:
    """A word about the same analyte in front of the bracket its result stands in: "hypercalcaemia (calcium 2.9)"."""
    if before is None or before.analyte != name.analyte or name.start - before.end > 60:
        return None
    between = text[before.end : name.start]
    if not re.fullmatch(r"[^()\d;.]*\((?:total |serum |corrected )?", between):
        return None
    words = list(level_words(text, before.end, name.start))
    if before.level and not words and not _denied(text, before, between):
        return LevelWord(before.start, before.end, before.level)
    return words[0] if len(words) == 1 and not before.level else None


def _denied(text: str, name: LabName, behind: str) -> bool:
    """Whether "hypercalcaemia" is not said of the value beside it: excluded, avoided, resolved, defined."""
    return bool(_DENIED.search(behind) or _DENIED_AHEAD.search(text[max(0, name.start - 45) : name.start]))


def _level_before(text: str, name: LabName, until: int) -> LevelWord | None:
    """The last word of level between a name and its value, else one right before the name."""
    inner = [w for w in level_words(text, name.end, until) if not _IS_RANGE.match(text, w.end)]
    if inner:
        return inner[-1] if len(inner) == 1 else None
    begin = max(0, name.start - 40)
    changes = _CHANGE.search(text[name.end : until]) is not None
    for word in level_words(text, begin, name.start):
        if changes and text[word.start : word.end].lower().endswith("ed"):
            continue
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
        if second is None and (other := other_unit(text, value, at)) is not None:
            second, at = other, other.end
            continue
        if level is None and (flag := _FLAG.match(text, at)) is not None:
            level, at = LevelWord(*flag.span("word"), _FLAGS[flag["word"].lower()[0]]), flag.end()
            continue
        near = reference_at(text, at) if printed is None else None
        if near is not None and near[0].start < stop:
            printed, inner, at = near
            at += text[at : at + 1] in (")", "]")
            level = level or inner
            continue
        after = None if level else level_after(text, at)
        if after is None or after.start >= stop:
            break
        level, at = after, after.end
        if printed is None and (limit := limit_after(text, level)) is not None:
            printed, at = limit
            continue
        tail = re.match(
            r"\s+(?:of|in|for|at|by)\s+(?:our|the|this|that|his|her|their)?\s?(?:laboratory|lab|hospital|clinic"
            r"|age|centre|assay)",
            text[at:],
        )
        at += tail.end() if tail else 0
    return printed, level, second


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
