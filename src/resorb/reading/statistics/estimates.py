"""The estimate that stands before an interval, and what it measures.

Walked over from right to left: brackets, words such as "with a", names of methods, group sizes, times, p values and
statistics. A number that others stand beside ("from 8.2 to 5.1") is not taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import COMMA, PLAIN, SIGN, UNIT, read_figure
from resorb.values.numbers import PrintedNumber


class Scale(StrEnum):
    """What an estimate is compared with: a ratio with 1, a difference (or slope, or correlation) with 0."""

    RATIO = "ratio"
    DIFFERENCE = "difference"
    CHANGE = "change"
    """A change within a group: zero is no change, but a p value beside it may be of another comparison."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The number an interval is about. ``count`` and ``whole`` are those of a proportion, when printed beside it.

    ``sure`` is False when words stand between the number and the interval, or another number beside it.
    """

    start: int
    end: int
    number: PrintedNumber
    percent: bool
    sure: bool
    count: int | None = None
    whole: int | None = None


_REACH = 130
_VALUE = rf"(?:[{SIGN}]\s?)?(?:{COMMA}|{PLAIN})"
_OVER = lazy(
    r"(?:[\s,;:(\[)\]]+"
    r"|\b(?:with|an?|the|its|exact|and|corresponding|adjusted|unadjusted|crude|two-sided|respectively|i\.e\.)"
    r"|\b(?:Clopper[-–]Pearson|Wilson(?:[’']s)?(?:\sscore)?|Wald|binomial|bootstrap|method|score|by|profile"
    r"|linear|regression)"
    r"|\b[nNk]\s?=\s?\d{1,6}(?:\s(?:studies|patients|lesions|cohorts|pairs))?"
    r"|\b(?:at|after|by|within|in)\s(?:(?:day|week|month|year|visit)\s\d{1,4}"
    r"|(?:\d{1,4}|one|two|three|four|five|six|twelve)\s(?:days?|weeks?|months?|years?|hours?)|(?:19|20)\d\d)"
    r"|\b[Pp](?:[\s-]?values?)?\s?[=<>≤≥]\s?[\d.]{1,9}"
    r"|\bI[²2]\s?=\s?[\d.]{1,6}\s?%?"
    r"|\b(?:on|using)\s(?:an?|the)\s(?:\d{1,3}[\s-]?(?:mm|cm|points?)\s)?(?:visual\sanalog(?:ue)?\s|numeric(?:al)?\s"
    r"(?:rating\s)?|rating\s|pain\s)?(?:scale|VAS|NRS)(?:\s(?:of|from)\s\d{1,3}\s?(?:to|[–-])\s?\d{1,3})?"
    r"|\b(?:SEM?|SD|s\.?e\.?|s\.?d\.?|standard\s(?:error|deviation))(?:\s(?:of|for)\s(?:the\s|these\s)?"
    r"(?:paired\s|individual\s)?(?:differences?|changes?|falls?))?[\s=:,]{1,3}(?:(?:of|was|being)\s)?[\d.]{1,8}(?:\s?(?:mm|cm|points?|days|weeks|months|kg|g|%))?"
    r"|\b[tzZF]\s?(?:\([\d,;. ]{1,12}\))?\s?=\s?[-−–]?[\d.]{1,8}"
    rf"|\bper\s(?:\d[\d.,]{{0,7}}[\s-]?)?(?!cents?\b)(?:{UNIT}|[A-Za-z][a-z-]{{1,20}})"
    r"|\bin\s(?:the\s)?(?:[a-z-]{2,20}\s){1,2}(?:arm|group|cohort|model|analysis))$"
)
_NUMBER = lazy(rf"(?P<number>{_VALUE})(?:\s?-?(?P<unit>{UNIT}))?(?P<words>(?:\s[a-z][a-zé-]{{1,20}}){{0,5}})$")
_STARTS_AMID = lazy(r"[\w.,/^]$")
_STOP = frozenset(
    "and or but vs versus than from to whereas while of against compared for was were had have is are".split()  # noqa: SIM905
)
_SCALES = frozenset(("scale", "analogue", "analog", "scales"))
"""Words behind a number that is the length of a scale: "−15 mm on a 100 mm scale"."""
_COUNTED = lazy(
    r"\b(?:patients?|participants?|subjects?|women|men|lesions?|cases|controls|deaths|events|studies|cohorts"
    r"|cent(?:re|er)s|"
    r"trials|nodules|infusions|wounds|ulcers|limbs|courses|children|adults)\b"
)
_BESIDE = lazy(
    r"(?:\b(?:(?<!amounted )(?<!came )(?<!equal )to|from|vs\.?|versus|v|with|against|than|between)"
    r"|[→/<>≤≥~]|\d\s?%?\s?[–—-])\s?$"
)
_AND = lazy(r"\d\s?%?[^.;\d]{0,25}\b(?:and|or)\s?$")
_NAMED = lazy(
    r"(?:\b(?:df|SD|SE|SEM|IQR|[tFzQHWU]\s?(?:\([^()]{0,15}\))?)\s?=?|(?:χ|chi)[-\s]?(?:2|²"
    r"|squared?)?\s?(?:\([^()]{0,15}\))?\s?=|[IR][²2]\s?=|"
    r"\b(?:[Tt]able|[Ff]igure|[Ff]ig\.?|[Rr]ef\.?|[Rr]eference|[Ww]eeks?|[Dd]ays?|[Mm]onths?|[Yy]ears?|[Vv]isit"
    r"|[Mm]odel|[Gg]rade|"
    r"[Ss]tage|[Ss]tudy|\d+\s(?:to|of)))\s?$"
)
_PART = lazy(
    r"(?<![\w.,/])(?P<count>\d{1,5})\s?(?:/|(?:\s?(?:of|out\sof)\s(?:the\s|all\s"
    r"|these\s)?))\s?(?P<whole>\d{1,5})(?:\s[a-z-]{2,20}){0,4}[\s,;:(\[=]{0,4}$"
)


def estimate_before(text: str, end: int, after: int = 0) -> Estimate | None:
    """The estimate whose interval, or label of one, begins at ``end``; nothing before ``after`` is looked at."""
    floor = max(after, end - _REACH)
    at = end
    for _ in range(16):
        over = _OVER.search(text, max(floor, at - 45), at)
        if over is None or over.start() == at:
            break
        at = over.start()
    part = _PART.search(text, max(floor, at - 60), at)
    if part is not None:
        # "14/52 (95% CI 16 to 41%)": the proportion itself is the estimate, so no percentage is printed.
        return _proportion(part)
    match = _NUMBER.search(text, max(floor, at - 90), at)
    if match is None or _STARTS_AMID.search(text, max(0, match.start() - 1), match.start()):
        return None
    words = match["words"].split()
    before = text[max(floor, match.start() - 40) : match.start()]
    number = read_figure(match["number"])
    unit = match["unit"] or ""
    percent = unit.startswith(("%", "per cent", "percent"))
    if percent and words[:1] == ["of"] and not _STOP & set(words[1:]):
        words = ["share", *words[1:]]  # "62% of patients (95% CI ...)"
    if number is None or (_STOP | _SCALES) & set(words) or _NAMED.search(before) or _BESIDE.search(before):
        return None
    if _SPREAD_OF.search(text, max(floor, match.start() - 70), match.start()):
        return None  # "The SD of the differences was 0.45, the 95% CI -2.1 to -0.7"
    if _SPREAD.search(text, max(floor, match.start("number") - 6), match.start("number")):
        return None  # "1.4 ± 3.3 days (95% CI …": the estimate stands before its SD
    if _COUNTED.search(match["words"]) and not percent:
        return None
    sure = not words and not _AND.search(before)
    start = match.start("number")
    named = _PART.search(text, max(floor, start - 60), start) if percent else None
    count, whole = (int(named["count"]), int(named["whole"])) if named else (None, None)
    return Estimate(start, match.end("unit") if unit else match.end("number"), number, percent, sure, count, whole)


_SPREAD_OF = lazy(
    r"\b(?:(?:SD|SE|SEM|s\.d\.|[Ss]tandard\s(?:deviation|error)|[Vv]ariance|[Cc]oefficient\sof\svariation)s?"
    r"(?:\s(?:of|in|for|between)\s[^.;:()\d]{2,45}?)?|(?<![\w-])[tFz](?:\s(?:statistic|value))?|\b[Cc]hi-?\s?squared?)"
    r"\s(?:(?:was|were|is|being|of)\s(?:only\s|about\s)?)?$"
)
_SPREAD = lazy(r"(?:±|\+/[-−–])\s*$")


def _proportion(part: re.Match[str]) -> Estimate | None:
    count, whole = int(part["count"]), int(part["whole"])
    if not 0 <= count <= whole or whole == 0:
        return None
    hundredths = (200_000 * count + whole) // (2 * whole)
    number = read_figure(f"{hundredths // 1000}.{hundredths % 1000:03d}")
    return None if number is None else Estimate(part.start(), part.end("whole"), number, True, True, count, whole)


_RATIO = lazy(
    r"\b(?:[Hh]azards?|[Oo]dds|[Rr]isk|[Rr]ate|[Ii]ncidence|[Pp]revalence|[Rr]elative|[Ll]ikelihood|[Mm]eans?"
    r"|[Rr]esponse)"
    r"[\s-][Rr]atios?\b|\b[Rr]atio of\b|"
    r"\b[Rr]elative\s(?:[Rr]isk|[Rr]ate|[Hh]azard|[Oo]dds)s?\b|\bfold[\s-]change\b|\b[Oo]dds of\b|"
    r"\b(?:[ascm]|sd|cs|un)?(?:HR|OR|RR|IRR|PR|SHR|GMR|MRR|SMR|DOR)s?\b"
)
_LOGGED = lazy(r"\b(?:log|ln|logged)[\s(-]{0,2}(?:of\s)?(?:the\s)?$", re.IGNORECASE)
_DIFFERENCE = lazy(
    r"\b[Dd]ifferences?\b|\b[Dd]iffer(?:ed|s)?\sby\b|\b[Ss]lopes?\b|\b[Cc]oefficients?\b|[βΔ]|\b[Bb]eta\b"
    r"|\bCohen[’']?s\sd\b|"
    r"\bHedges[’']?\sg\b|\b(?:SMD|WMD|MD|LSMD|RD|ARR)\b|\b[Cc]orrelation\b|\brho\b"
)
_CHANGE = lazy(
    r"\b(?:chang(?:e[sd]?)|reduc(?:tion|ed)|decreas(?:e|ed)|increas(?:e|ed)|fall|fell|rise|rose|drop(?:ped)?"
    r"|declin(?:e|ed)|"
    r"shorten(?:ed|ing)|lengthen(?:ed|ing)|gain(?:ed)?|loss|lost|improve(?:d|ment))\b"
)
_OTHER = lazy(
    r"\b(?:NNT|NNH|[Nn]umber needed|[Kk]appa|ICC|AUC|AUROC|[Cc][- ]statistic|[Cc][- ]index|[Ss]ensitivity|"
    r"[Ss]pecificity|[Mm]edian|[Pp]revalence|[Pp]roportion|[Aa]rea under)\b"
)


def scale_of(text: str, estimate: Estimate, after: int = 0) -> Scale | None:
    """What the words before an estimate say it measures; None when they do not.

    A ratio is named nearest; "difference" counts before a change, and a change only with "of" or "by" before it.
    """
    said = text[max(after, estimate.start - 110) : estimate.start]
    ratio, other = _last(_RATIO, said), _last(_OTHER, said)
    difference, change = _last(_DIFFERENCE, said), _last(_CHANGE, said)
    if other > max(ratio, difference, change):
        return None
    if ratio >= 0 and not estimate.percent and ratio >= difference:
        if any(_LOGGED.search(said, max(0, m.start() - 20), m.start()) for m in _RATIO.finditer(said)):
            return Scale.DIFFERENCE
        return Scale.RATIO if estimate.number.value > 0 else None
    if ratio >= 0 and estimate.percent:
        return None
    if difference >= 0:
        return Scale.DIFFERENCE
    if (change >= 0 and not re.search(r"\b(?:to|at|from|was|were)\s?$", said)) or re.search(
        r"\bchange\b[^.;]{0,60}$", said
    ):
        return Scale.CHANGE
    return None


def scale_named(head: str) -> Scale | None:
    """The scale that the head of a column, or a caption, names."""
    if _RATIO.search(head):
        return Scale.DIFFERENCE if re.search(r"\b(?:log|ln)\b", head, re.IGNORECASE) else Scale.RATIO
    return Scale.DIFFERENCE if _DIFFERENCE.search(head) else None


def is_needed_to_treat(text: str, estimate: Estimate) -> bool:
    """Whether it is a number needed to treat (or harm), whose interval may run through infinity."""
    return bool(re.search(r"NN[TH]|[Nn]umber needed", text[max(0, estimate.start - 90) : estimate.start]))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=-1)
