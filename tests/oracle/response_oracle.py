"""A second, plain way to the same responses: weeks as whole numbers, dictionaries and loops, no code of resorb.

Only what the generated patients of ``tests/unit/response`` use: courses of whole weeks one after the other, looks on
whole weeks with a finding, a size in mm, or neither; the invented criteria of ``tests/spec/response/criteria``, written
here a second time as functions.
"""

from fractions import Fraction
from typing import Any

Look = dict[str, Any]
GONE_LESS = {"resolved", "decreased", "much decreased"}
CHART = {
    "resolved": "complete", "decreased": "partial", "much decreased": "partial", "recurred": "partial",
    "unchanged": "none", "increased": "worse", "not reported": "unknown", "present": "unknown",
}  # fmt: skip
SCALE = ["complete", "partial", "none", "worse"]
YES = {"spec chart": {"complete", "partial"}, "spec imaging": {"partial"}, "spec percent": {"complete", "partial"}}
PICK = {"spec chart": 1, "spec imaging": -1}
SIX_MONTHS_DAYS = Fraction("182.625")


def class_of(rule: str, look: Look, base: Fraction | None, days: int) -> str | None:
    """The class of one look under one criteria; None when the criteria do not look at it. ``days`` since the course."""
    finding, value = look["finding"], look["value"]
    silent = finding is None and value is None
    if rule == "spec chart":
        return "unknown" if silent else CHART.get(finding)
    if rule == "spec imaging":
        if look["by"] not in ("radiograph", "CT") or days < SIX_MONTHS_DAYS:
            return None
        if finding in GONE_LESS:
            return "partial"
        told = {"unchanged": "none", "increased": "worse", "not reported": "unknown", "present": "unknown"}
        return "unknown" if silent else told.get(finding)
    if look["measure"] != "lesion size":
        return None
    if value is None:
        return "unknown" if silent else None
    if not base:  # none, or nothing to fall from
        return "unknown"
    change = percent(base, value)
    if change <= -100:
        return "complete"
    if change <= -30:
        return "partial"
    return "none" if change < 20 else "worse"


def percent(base: Fraction, value: Fraction) -> Fraction:
    return Fraction((value - base) * 100) / base


def subject(rule: str, looks: list[Look], starts: list[int], size: Fraction | None = None) -> Look | None:
    """Response of one subject whose courses began in these weeks; None when nothing counts."""
    base, after = None, []
    for look in sorted(looks, key=lambda look: look["week"]):
        if look["week"] <= starts[0]:
            if look["measure"] == "lesion size" and look["value"] is not None:
                base = look["value"]
        else:
            number = max(n for n, start in enumerate(starts) if start < look["week"])
            after.append((look, number))
    base = size if base is None else base
    told = []
    for look, number in after:
        found = class_of(rule, look, base, 7 * (look["week"] - starts[number]))
        if found:
            told.append((look, number, found))
    if not told:
        return None
    recurred, lost_on = came_back(rule, after, told)
    best = pick([c for _, _, c in told], 1)
    if rule == "spec chart" and recurred and best == "complete":
        best = "partial"
    later = [c for _, number, c in told if number > lost_on]
    first = starts[told[0][1]]
    changes = [
        percent(base, look["value"])
        for look, _, _ in told
        if rule == "spec percent" and base and look["value"] is not None
    ]
    return {
        "classes": [c for _, _, c in told],
        "best": best,
        "last": told[-1][2],
        "recurred": recurred,
        "after": pick(later, 1) if recurred and lost_on + 1 < len(starts) else None,
        "time": waited(rule, told, first),
        "start": first,
        "change": min(changes) if changes else None,
    }


def pick(classes: list[str], direction: int) -> str:
    """The best (1) or worst (-1) known class."""
    for known in SCALE[::direction]:
        if known in classes:
            return known
    return "unknown"


def came_back(rule: str, after: list[tuple[Look, int]], told: list[tuple[Look, int, str]]) -> tuple[bool | None, int]:
    """Whether it came back, and the number of the course it was lost on or after."""
    for look, number in after:
        if look["finding"] == "recurred":
            return True, number
    gone_on: dict[tuple[Any, Any], int] = {}
    for look, number, c in told:
        view = look["by"], look["measure"]
        if c == "complete":
            gone_on[view] = number
        elif c != "unknown" and view in gone_on:
            return True, gone_on[view]
    known = [(number, c) for _, number, c in told if c != "unknown"]
    responded = [at for at, (_, c) in enumerate(known) if c in YES[rule]]
    if responded and known[-1][1] in YES[rule] and len(known) - 1 > responded[0]:
        return False, -1
    return None, -1


def waited(rule: str, told: list[tuple[Look, int, str]], start: int) -> tuple[int, int | None]:
    """Days after the start: last look without response on a day before the first with, and that first."""
    lows = [0]
    for look, _, c in told:
        days = 7 * (look["week"] - start)
        if c in YES[rule]:
            return max(low for low in lows if low < days), days
        if c != "unknown":
            lows.append(days)
    return max(lows), None


def patient(rule: str, lesions: list[Look], stated: Look | None) -> Look | None:
    """The patient from the lesions, or from what is stated when that leaves it unknown."""
    found: Look | None = None
    if lesions and rule in PICK:
        found = {key: of_all(rule, [lesion[key] for lesion in lesions]) for key in ("best", "last")}
        answers = [lesion["recurred"] for lesion in lesions]
        found["recurred"] = True if True in answers else None if None in answers else False
        start = min(lesion["start"] for lesion in lesions)
        ends = [[e if e is None else e + 7 * (x["start"] - start) for e in x["time"]] for x in lesions]
        highs = [high for _, high in ends if high is not None]
        lows = [low for low, _ in ends if low is not None]
        if PICK[rule] == 1:
            found["time"] = (min(lows), min(highs) if highs else None)
        else:
            found["time"] = (max(lows), max(highs) if len(highs) == len(ends) else None)
    return stated if stated and (found is None or found["best"] == "unknown") else found


def of_all(rule: str, classes: list[str]) -> str:
    found = pick(classes, PICK[rule])
    settled = (found in YES[rule]) == (PICK[rule] == 1)
    return "unknown" if "unknown" in classes and not settled else found
